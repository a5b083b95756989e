/** Columns of a stored table, chunk by chunk: numbers under their type, labels by a dictionary. */
import type { ColumnType, DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { isNumberType, numberToText } from '#/core/table/cellValue';
import { openChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import { numbersOf } from '#/core/table/columnView';

export interface Labels {
  codes: Int32Array;
  dictionary: readonly string[];
}
export type BatchColumn = Float64Array<ArrayBuffer> | Labels;

export interface ColumnBatch {
  /** Number of the first row, or of each. */
  first: number;
  rows?: Uint32Array;
  count: number;
  columns: BatchColumn[];
  /** How far the source is by now, 0 to 1. */
  progress: number;
}

export interface WantedColumn {
  name: string;
  type: ColumnType;
}

/** `kept`: of each row whether it is taken. */
export async function* columnBatches(
  { chunks, schema, rows: all }: DatasetVersion,
  blobs: Pick<Storage['blobs'], 'get'>,
  wanted: readonly WantedColumn[],
  kept?: Uint8Array,
): AsyncGenerator<ColumnBatch> {
  const places = wanted.map(({ name }) => schema.columns.findIndex((column) => column.name === name));
  let first = 0;
  for (const ref of chunks) {
    const taken = kept && keptRows(kept, first, ref.rows);
    if (taken?.length !== 0) {
      const chunk = openChunk(await blobs.get(ref));
      const columns = wanted.map(({ type }, i): BatchColumn => {
        const column = chunk.column(places[i] as number);
        const values = isNumberType(type)
          ? (numbersOf(column, type) as Float64Array<ArrayBuffer>)
          : labelsOf(column);
        return taken ? takeAt(values, taken, first) : values;
      });
      const count = taken?.length ?? ref.rows;
      yield { first, rows: taken, count, columns, progress: (first + ref.rows) / Math.max(1, all) };
    }
    first += ref.rows;
  }
}

function keptRows(kept: Uint8Array, first: number, count: number): Uint32Array {
  const rows: number[] = [];
  for (let row = first; row < first + count; row++) if (kept[row]) rows.push(row);
  return Uint32Array.from(rows);
}

/** Numbers of a column of labels are labels as they are written. */
function labelsOf(column: ColumnValues): Labels {
  if (column.physical === 'dict') return column;
  const codeOf = new Map<number, number>();
  const dictionary: string[] = [];
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const known = codeOf.get(value);
    if (known !== undefined) return known;
    codeOf.set(value, dictionary.length);
    return dictionary.push(numberToText(value)) - 1;
  });
  return { codes, dictionary };
}

/** Rows by number, ascending, of values that begin with row `first`. */
export function takeAt(values: BatchColumn, rows: Uint32Array, first: number): BatchColumn {
  const count = rows.length;
  const from = (rows[0] ?? first) - first;
  const isRun = count > 0 && (rows[count - 1] as number) - (rows[0] as number) === count - 1;
  if (values instanceof Float64Array) {
    if (isRun) return values.subarray(from, from + count);
    const taken = new Float64Array(count);
    for (let i = 0; i < count; i++) taken[i] = values[(rows[i] as number) - first] as number;
    return taken;
  }
  const { codes, dictionary } = values;
  if (isRun) return { codes: codes.subarray(from, from + count), dictionary };
  const taken = new Int32Array(count);
  for (let i = 0; i < count; i++) taken[i] = codes[(rows[i] as number) - first] as number;
  return { codes: taken, dictionary };
}
