/** Batches of columns into their streams: of all rows, and of the window that each row is in. */
import { NumberStream } from '#/core/drift/numberStream';
import type { ColumnStream } from '#/core/drift/judgeColumns';
import { type BatchColumn, type ColumnBatch, takeAt } from './columnBatches';

export interface FedColumn {
  whole: ColumnStream;
  windows: ColumnStream[];
}

/** `windowOf`: of each row of the batch, -1 for none; absent: there is one window, of all. */
export function feedStreams(
  batch: ColumnBatch,
  fed: readonly FedColumn[],
  windowOf?: Int32Array,
  counts?: number[],
): void {
  for (const [i, column] of batch.columns.entries())
    add((fed[i] as FedColumn).whole, column, batch.first, batch.rows);
  if (!windowOf) return;
  const places = new Map<number, number[]>();
  for (let at = 0; at < windowOf.length; at++) {
    const window = windowOf[at] as number;
    const own = places.get(window);
    if (own) own.push(at);
    else places.set(window, [at]);
  }
  for (const [window, list] of places) {
    if (window < 0) continue;
    const at = Uint32Array.from(list);
    const rows = at.map((place) => (batch.rows ? (batch.rows[place] as number) : batch.first + place));
    if (counts) (counts[window] as number) += at.length;
    for (const [i, column] of batch.columns.entries()) {
      const stream = (fed[i] as FedColumn).windows[window];
      if (stream) add(stream, takeAt(column, at, 0), 0, rows);
    }
  }
}

function add(stream: ColumnStream, column: BatchColumn, first: number, rows?: Uint32Array): void {
  if (stream instanceof NumberStream) {
    if (column instanceof Float64Array) stream.add(column, first, rows);
  } else if (!(column instanceof Float64Array)) stream.add(column.codes, column.dictionary, first, rows);
}
