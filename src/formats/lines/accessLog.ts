/**
 * Logs of web servers in the common and the combined format (Apache, nginx), with the name of the host in front or not.
 * https://httpd.apache.org/docs/current/logs.html
 */
import { tableEndings } from '#/core/fileEndings';
import { decodeHead } from '../encoding';
import type { TableFormatDef } from '../formatDef';
import { firstLines, readLines } from './readLines';

const quoted = String.raw`"((?:[^"\\]|\\.)*)"`;
const pattern = new RegExp(
  String.raw`^(?:([^\s:]+(?::\d+)?) )?(\S+) (\S+) (\S+) \[(\d{1,2}\/\w{3}\/\d{4}:[\d:]+ ?[+-]?\d*)\] ${quoted} (\d{3}|-) (\d+|-)(?: ${quoted} ${quoted})?(.*)$`,
);

export function parseAccessLine(text: string): Record<string, unknown> | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, server, client, , user, time, request = '', status, bytes, referrer, agent, rest = ''] = match;
  const [, method, path, protocol] = /^([A-Z]+) (\S+)(?: (HTTP\/[\d.]+))?$/.exec(request) ?? [];
  return {
    ...(server !== undefined && { server }),
    client,
    user: orMissing(user),
    time,
    method,
    path: path ?? request,
    protocol,
    status: orMissing(status),
    bytes: orMissing(bytes),
    ...(referrer !== undefined && { referrer: orMissing(referrer), agent: orMissing(agent) }),
    ...(rest.trim() !== '' && { rest: rest.trim() }),
  };
}

const orMissing = (text: string | undefined): string | null =>
  text === undefined || text === '-' ? null : text;

export const accessLog: TableFormatDef = {
  type: 'accessLog',
  title: 'Log of a web server',
  extensions: tableEndings.accessLog,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head) {
    const lines = firstLines(decodeHead(head.subarray(0, 16_384)), 5);
    return lines.length > 0 && lines.every((line) => pattern.test(line)) ? 0.98 : 0;
  },
  read: (source, context) =>
    readLines(source, context, {
      parseLine: parseAccessLine,
      layout: 'a request per line',
      expected: '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /index.html HTTP/1.0" 200 2326',
    }),
};
