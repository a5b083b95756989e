/** Lines of key=value pairs, as Heroku, Go and many services log (logfmt): level=info msg="it began" took=12ms. */
import { tableEndings } from '#/core/fileEndings';
import { decodeHead } from '../encoding';
import type { TableFormatDef } from '../formatDef';
import { firstLines, readLines } from './readLines';

const pair = /([A-Za-z_@][\w.@/-]*)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']\S*)?)(?=\s|$)/y;

/** undefined unless the whole line is pairs. */
export function parseLogfmtLine(text: string): Record<string, unknown> | undefined {
  const record: Record<string, unknown> = {};
  let at = 0;
  while (at < text.length) {
    pair.lastIndex = at;
    const match = pair.exec(text);
    if (!match) return undefined;
    const [whole, key = '', double, single, bare] = match;
    record[key] = double?.replace(/\\(["\\])/g, '$1') ?? single ?? bare ?? null;
    at += whole.length;
    while (text[at] === ' ' || text[at] === '\t') at++;
  }
  return record;
}

export const logfmt: TableFormatDef = {
  type: 'logfmt',
  title: 'Lines of key=value',
  extensions: tableEndings.logfmt,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head) {
    const lines = firstLines(decodeHead(head.subarray(0, 16_384)), 5);
    const isRecord = (line: string) => Object.keys(parseLogfmtLine(line.trim()) ?? {}).length > 1;
    return lines.length > 1 && lines.every(isRecord) ? 0.97 : 0;
  },
  read: (source, context) =>
    readLines(source, context, {
      parseLine: parseLogfmtLine,
      layout: 'a record of key=value per line',
      expected: 'time=2024-02-05T10:00:00Z level=info msg="it began" took=12',
    }),
};
