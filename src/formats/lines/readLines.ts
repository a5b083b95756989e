/** A table of a text in which each line is a record by itself; `parseLine` takes one apart. */
import { TetradError } from '#/core/protocol/errors';
import type { RecordBatch } from '#/core/table/column';
import { ByteWindow } from '../byteWindow';
import { encodingOf } from '../encoding';
import type { FormatSource, ReadContext, TableReader } from '../formatDef';
import { RecordTable } from '../json/recordTable';
import { uniqueNames } from '../uniqueNames';

/** Of a text that goes on over lines; what is longer is cut. */
const longestText = 20_000;

export interface LineShape {
  /** undefined where the line is none of them. */
  parseLine(text: string): Record<string, unknown> | undefined;
  /** Lines that are no rows, and nothing to tell of. */
  skips?(text: string, line: number): boolean;
  /** The text of the line before that a line which is no record goes on with. */
  continues?: string;
  layout: string;
  /** What a line is to look like, for people. */
  expected: string;
}

export async function readLines(
  source: FormatSource,
  context: ReadContext,
  { parseLine, skips, continues, layout, expected }: LineShape,
): Promise<TableReader> {
  const encoding = encodingOf(source.head, context.options);
  const window = new ByteWindow(source.stream(), source.name, encoding, context.signal, context.report);
  const table = new RecordTable(source.name, context);
  const decoder = new TextDecoder();
  let line = 1;
  /** The last record, while lines may follow that go on with it. */
  let held: { record: Record<string, unknown>; line: number } | undefined;
  const addHeld = () => {
    if (held) table.addRecord(held.record, held.line);
    held = undefined;
  };
  /** Reads until a batch is full; false at the end of the file. */
  const fill = async (): Promise<boolean> => {
    while (!table.isFull(context.batchRows)) {
      const end = await window.lineFeed(line);
      const text = decoder.decode(window.bytes.subarray(window.at, end)).trim();
      const isRow = text !== '' && !skips?.(text, line);
      const record = isRow ? parseLine(text) : undefined;
      if (record) {
        addHeld();
        held = { record, line };
      } else if (isRow && held && continues !== undefined)
        held.record[continues] = `${String(held.record[continues] ?? '')}\n${text}`.slice(0, longestText);
      else if (isRow)
        context.report({
          severity: 'warning',
          message: `A line that is written otherwise was left out: ${text.slice(0, 80)}`,
          hint: `Expected ${expected}.`,
          line,
        });
      window.at = end;
      line++;
      if (window.ended && end === window.bytes.length) {
        addHeld();
        return false;
      }
    }
    return true;
  };
  let more = await fill();
  if (table.rows === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'No line of the file is a record.',
      place: source.name,
      hint: `Expected ${expected}.`,
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
    details: { layout },
    batches: batches(),
  };
}

/** The first lines of a head that are whole and hold anything. */
export function firstLines(text: string, most: number): string[] {
  const lines = text.split(/\r\n|[\r\n]/, most + 1);
  return lines.slice(0, Math.max(1, lines.length - 1)).filter((line) => line.trim() !== '');
}
