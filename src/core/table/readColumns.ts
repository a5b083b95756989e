/** Whole columns for training: streams over the chunks, decodes only the columns asked for. */
import type { ChunkRef, DatasetSchema, ColumnType } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import type { BlobStore } from '../protocol/storage';
import type { Values } from '../transforms/transformDef';
import { isNumberType } from './cellValue';
import { openChunk } from './chunkCodec';
import { numbersOf, stringsOf } from './columnView';

export interface ReadColumnsOptions {
  /** Fields to return as strings whatever their type: class labels of an integer or boolean target. */
  asText?: ReadonlySet<string>;
  signal?: AbortSignal;
}

/**
 * Values by field name, one per row over all chunks. Numeric, integer, boolean (0/1) and datetime
 * (epoch ms, UTC) fields give numbers with NaN for missing; the others strings with null for missing.
 */
export async function readColumns(
  chunks: readonly ChunkRef[],
  blobs: Pick<BlobStore, 'get'>,
  schema: DatasetSchema,
  names: readonly string[],
  options: ReadColumnsOptions = {},
): Promise<Map<string, Values>> {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const wanted = names.map((name) => {
    const index = schema.columns.findIndex((field) => field.name === name);
    const field = schema.columns[index];
    if (!field) throw new TetradError({ code: 'notFound', message: `The data has no column “${name}”.` });
    return { name, index, ...emptyValues(rows, field.type, options.asText?.has(name) ?? false) };
  });
  let start = 0;
  for (const ref of chunks) {
    options.signal?.throwIfAborted();
    const chunk = openChunk(await blobs.get(ref));
    for (const { index, type, values } of wanted) {
      const column = chunk.column(index);
      if (values.kind === 'number') values.data.set(numbersOf(column, type), start);
      else stringsOf(column).forEach((text, row) => (values.data[start + row] = text));
    }
    start += chunk.rows;
  }
  return new Map(wanted.map(({ name, values }) => [name, values]));
}

function emptyValues(rows: number, type: ColumnType, asText: boolean): { type: ColumnType; values: Values } {
  const values: Values =
    isNumberType(type) && !asText
      ? { kind: 'number', width: 1, data: new Float64Array(rows) }
      : { kind: 'string', data: Array.from({ length: rows }, () => null) };
  return { type, values };
}
