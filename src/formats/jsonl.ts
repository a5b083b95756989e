/** JSON Lines: one record per line. A line that is no JSON is left out and reported. */
import { tableEndings } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import type { RecordBatch } from '#/core/table/column';
import { ByteWindow } from './byteWindow';
import { decodeHead, encodingOf } from './encoding';
import type { FormatSource, ReadContext, TableFormatDef, TableReader } from './formatDef';
import { badBytes, noNumber } from './json/jsonCursor';
import { parseJson } from './json/parseJson';
import { RecordTable } from './json/recordTable';
import { deepestJson, valueEnd } from './json/scanValue';
import { uniqueNames } from './uniqueNames';

export const jsonl: TableFormatDef = {
  type: 'jsonl',
  title: 'JSON Lines',
  extensions: tableEndings.jsonl,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head, name) {
    const lines = decodeHead(head)
      .split('\n', 3)
      .filter((line) => line.trim() !== '')
      .map(lone);
    const byName = /\.(jsonl|ndjson)$/i.test(name);
    const [first = '', second] = lines;
    if (/^\s*\{/.test(first) && isJson(first) && (byName || second !== undefined)) return 0.97;
    if (isList(first) && second !== undefined && isList(second)) return 0.97;
    // A document that is laid out over several lines.
    return !byName ? 0 : /^\s*[{[]/.test(first) && !isJson(first) ? 0.6 : 0.94;
  },
  read,
};

/** As in the array that it was taken out of: a comma behind each record. */
const lone = (line: string): string => line.replace(/([}\]])\s*,\s*$/, '$1');

/** A row of cells: a list of plain values on a line of its own. */
const isList = (line: string): boolean => /^\s*\[[^[{]*\]\s*$/.test(line) && isJson(line);

function isJson(text: string): boolean {
  try {
    parseJson(text, () => undefined);
    return true;
  } catch {
    return false;
  }
}

async function read(source: FormatSource, context: ReadContext): Promise<TableReader> {
  const window = new ByteWindow(
    source.stream(),
    source.name,
    encodingOf(source.head, context.options),
    context.signal,
    context.report,
  );
  const table = new RecordTable(source.name, context);
  const decoder = new TextDecoder();
  let line = 1;
  /** Reads until a batch is full; false at the end of the file. */
  const fill = async (): Promise<boolean> => {
    while (!table.isFull(context.batchRows)) {
      const end = await window.lineFeed(line);
      const bytes = window.bytes.subarray(window.at, end);
      const text = decoder.decode(bytes).trim();
      if (text !== '') addLine(lone(text), valueEnd(bytes, 0, true) === -2);
      window.at = end;
      line++;
      if (window.ended && end === window.bytes.length) return false;
    }
    return true;
  };
  const addLine = (text: string, tooDeep: boolean) => {
    let record: unknown;
    if (text.includes('\ufffd')) context.report(badBytes(line));
    try {
      if (tooDeep) throw new Error(`It is nested more than ${deepestJson} levels deep.`);
      record = parseJson(text, (word) => context.report(noNumber(word, line)));
    } catch (cause) {
      return context.report({
        severity: 'error',
        message: 'A line that is not valid JSON was left out.',
        hint: cause instanceof Error ? cause.message : undefined,
        line,
      });
    }
    table.addRecord(record, line);
  };
  let more = await fill();
  if (table.rows === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'No line of the file is a JSON record.',
      place: source.name,
      hint: 'JSON Lines has one object per line: {"a": 1, "b": "x"}.',
    });
  async function* batches(): AsyncGenerator<RecordBatch> {
    try {
      while (table.rows > 0) {
        yield table.take();
        if (more) more = await fill();
      }
    } finally {
      await window.close();
    }
  }
  return {
    names: uniqueNames(table.names, source.name, context.report),
    details: { layout: 'one record per line' },
    batches: batches(),
  };
}
