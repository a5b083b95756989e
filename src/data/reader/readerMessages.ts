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

export type ToReader = ReadRequest | BatchTaken;

export type OpenedTable = Omit<TableReader, 'batches' | 'typed'> & { typed?: TypedColumnInfo[] };

export type FromReader =
  | { kind: 'opened'; table: OpenedTable }
  | { kind: 'issue'; issue: DataIssue }
  /** Its numbers are moved, not copied. */
  | { kind: 'batch'; batch: RecordBatch; bytesRead: number }
  | { kind: 'ended'; typed?: TypedColumnInfo[] }
  | { kind: 'failed'; error: ErrorInfo };

/** Batches that were read and not taken yet. */
export const mostAhead = 2;
