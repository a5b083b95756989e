/** Stored tables as files again: chunks come in, pieces of a file go out, one chunk in memory at a time. */
import type { Column } from '#/core/protocol/dataset';
import type { RecordBatch } from '#/core/table/column';

export interface WrittenTable {
  columns: readonly Column[];
  /** From the start, as often as it is asked for. */
  batches(): AsyncIterable<RecordBatch>;
}

export interface TableWriter {
  title: string;
  ending: string;
  pieces(table: WrittenTable): AsyncGenerator<Uint8Array>;
}
