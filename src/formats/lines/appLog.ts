/**
 * Logs of programs: a time, how grave it is, who says it, a message. As syslog (RFC 3164 and 5424), Python's logging,
 * log4j and their like write them. A line without a time goes on with the message above it.
 */
import { tableEndings } from '#/core/fileEndings';
import { decodeHead } from '../encoding';
import type { TableFormatDef } from '../formatDef';
import { firstLines, readLines } from './readLines';

const levels =
  'TRACE|DEBUG|INFO|INFORMATION|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FATAL|CRITICAL|CRIT|ALERT|EMERG';
const time = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|\s?[+-]\d\d:?\d\d)?`;
const syslog =
  /^(?:<(\d{1,3})>)?([A-Z][a-z]{2}\s{1,2}\d{1,2} \d\d:\d\d:\d\d) (\S+) ([^\s:[\]]+)(?:\[(\d+)\])?: (.*)$/;
const syslog5424 = new RegExp(
  String.raw`^<(\d{1,3})>1 (${time.replace(' ', '')}) (\S+) (\S+) (\S+) (\S+) (?:-|(?:\[.*?\])+)\s?(.*)$`,
);
const leveled = new RegExp(
  String.raw`^\[?(${time})\]?[\s:|-]+(?:\[([^\]]{1,60})\]\s+)?\[?(${levels})\]?[\s:|-]+(?:\[([^\]]{1,60})\]\s+)?(?:([\w.$/-]{1,80})\s?(?::|-(?=\s))\s+)?(.*)$`,
  'i',
);

export function parseAppLine(text: string): Record<string, unknown> | undefined {
  let match = leveled.exec(text);
  if (match) {
    const [, at = '', before, level = '', behind, source, message] = match;
    const thread = before ?? behind;
    return {
      time: at.replace(',', '.'),
      level: level.toUpperCase(),
      ...(thread !== undefined && { thread }),
      source: source ?? null,
      message,
    };
  }
  match = syslog5424.exec(text);
  if (match) {
    const [, priority, at, host, program, process, id, message] = match;
    return { time: at, priority, host, program, process: orMissing(process), id: orMissing(id), message };
  }
  match = syslog.exec(text);
  if (!match) return undefined;
  const [, priority, at, host, program, process, message] = match;
  return { time: at, ...(priority && { priority }), host, program, process: process ?? null, message };
}

const orMissing = (text: string | undefined): string | null => (text === '-' ? null : (text ?? null));

export const appLog: TableFormatDef = {
  type: 'appLog',
  title: 'Log of a program',
  extensions: tableEndings.appLog,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head) {
    const lines = firstLines(decodeHead(head.subarray(0, 16_384)), 8);
    const found = lines.filter((line) => parseAppLine(line.trim()) !== undefined).length;
    return lines.length > 1 && found >= 2 && found >= lines.length / 2 && parseAppLine(lines[0] ?? '')
      ? 0.97
      : 0;
  },
  read: (source, context) =>
    readLines(source, context, {
      parseLine: parseAppLine,
      continues: 'message',
      layout: 'a message of a program per line',
      expected: '2024-02-05 10:00:00,123 INFO module: message, or Feb  5 10:00:00 host program[1]: message',
    }),
};
