/** What goes between the data worker and the one that reads a table for it. */
import type { DataIssue } from '#/core/protocol/dataset';
import type { ErrorInfo } from '#/core/protocol/errors';
import type { ReadOptions } from '#/core/reading/readOptions';
import type { RecordBatch } from '#/core/table/column';
import type { TableReader, TypedColumnInfo } from '#/formats/formatDef';

export interface ReadRequest {
  kind: 'read';
  file: Blob;
  name: string;
  format: string;
  batchRows: number;
  options?: ReadOptions;
  textColumns?: ReadonlySet<number>;
}

/** One batch was taken: there is room for another. */
export interface BatchTaken {
  kind: 'taken';
}

/** Memory of batches that were stored, to be used again. */
export interface SpareMemory {
  kind: 'spare';
  buffers: ArrayBuffer[];
}

export type ToReader = ReadRequest | BatchTaken | SpareMemory;

export type OpenedTable = Omit<TableReader, 'batches' | 'release' | 'typed'> & { typed?: TypedColumnInfo[] };

export type FromReader =
  | { kind: 'opened'; table: OpenedTable }
  | { kind: 'issue'; issue: DataIssue }
  /** Its numbers are moved, not copied. */
  | { kind: 'batch'; batch: RecordBatch; bytesRead: number }
  | { kind: 'ended'; typed?: TypedColumnInfo[] }
  | { kind: 'failed'; error: ErrorInfo };

/** Of a batch, without what lies twice. */
export function buffersOf({ columns }: RecordBatch): ArrayBuffer[] {
  const buffers = columns.map((column) => (column.physical === 'f64' ? column.values : column.codes).buffer);
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}

/** Batches that were read and not taken yet. */
export const mostAhead = 2;
