/** Rows of answers as a file: CSV as they come; what has types is written when all are known, from blobs between. */
import type { BlobRef, Column, ColumnType } from '#/core/protocol/dataset';
import type { TableFormat } from '#/core/protocol/dataApi';
import type { BlobStore } from '#/core/protocol/storage';
import { decodeChunk, encodeChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import { type CsvCell, toCsvLine } from '#/core/table/writeCsv';
import { tableWriter } from '#/formats/write/writerOf';

/** Rows some at a time, and what came of them at the end. */
export type AnswerRows<R = void> = AsyncGenerator<CsvCell[][], R>;

/** To be called within `storage.writing`: chunks are named by nothing, and go afterwards. */
export async function* answerPieces<R>(
  format: TableFormat,
  names: readonly string[],
  rows: AnswerRows<R>,
  blobs: Pick<BlobStore, 'get' | 'put'>,
): AsyncGenerator<Uint8Array, R> {
  if (format === 'csv') return yield* csvPieces(names, rows);
  const refs: BlobRef[] = [];
  const seen = names.map((): Seen => ({ numbers: true, whole: true, truths: true, any: false }));
  let next = await rows.next();
  for (; !next.done; next = await rows.next()) {
    const part = next.value;
    const columns = names.map((_, i) =>
      toColumn(
        part.map((row) => row[i] ?? null),
        seen[i] as Seen,
      ),
    );
    if (part.length > 0) refs.push(await blobs.put(encodeChunk({ rows: part.length, columns })));
  }
  const writer = await tableWriter(format);
  const columns = names.map((name, i): Column => ({ name, type: typeOf(seen[i] as Seen), role: 'feature' }));
  async function* batches() {
    for (const ref of refs) yield decodeChunk(await blobs.get(ref));
  }
  yield* writer.pieces({ columns, batches });
  return next.value;
}

/** The end of a name. */
export const endingOf = async (format: TableFormat): Promise<string> => (await tableWriter(format)).ending;

async function* csvPieces<R>(names: readonly string[], rows: AnswerRows<R>): AsyncGenerator<Uint8Array, R> {
  const encoder = new TextEncoder();
  yield encoder.encode(toCsvLine(names));
  let next = await rows.next();
  for (; !next.done; next = await rows.next()) yield encoder.encode(next.value.map(toCsvLine).join(''));
  return next.value;
}

/** What the cells of a column were, all of them. */
interface Seen {
  numbers: boolean;
  whole: boolean;
  truths: boolean;
  any: boolean;
}

function typeOf({ numbers, whole, truths, any }: Seen): ColumnType {
  if (!any) return 'text';
  if (truths) return 'boolean';
  return numbers ? (whole ? 'integer' : 'numeric') : 'text';
}

function toColumn(cells: readonly (string | number | boolean | null)[], seen: Seen): ColumnValues {
  for (const cell of cells) {
    if (cell === null) continue;
    seen.any = true;
    seen.truths &&= typeof cell === 'boolean';
    seen.numbers &&= typeof cell === 'number';
    seen.whole &&= Number.isSafeInteger(cell);
  }
  if (cells.every((cell) => cell === null || typeof cell === 'number'))
    return {
      physical: 'f64',
      values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : (cell as number))),
    };
  const dictionary: string[] = [];
  const known = new Map<string, number>();
  const codes = Int32Array.from(cells, (cell) => {
    if (cell === null) return -1;
    const text = String(cell);
    const code = known.get(text) ?? dictionary.push(text) - 1;
    known.set(text, code);
    return code;
  });
  return { physical: 'dict', codes, dictionary };
}
