/** The contract of a file format: recognise, then stream record batches. One file per format. */
import type { DataIssue } from '#/core/protocol/dataset';
import type { RecordBatch } from '#/core/table/column';

/** A file after decompression; `bytesRead` counts bytes of the original, for progress. */
export interface FormatSource {
  name: string;
  /** First 64 KiB (decompressed). */
  head: Uint8Array;
  stream(): ReadableStream<Uint8Array>;
}

export interface ReadContext {
  signal: AbortSignal;
  report(issue: DataIssue): void;
  /** Rows per batch the reader should aim at (65,536). */
  batchRows: number;
}

export interface TableReader {
  /** Announced before the first batch; duplicates already made unique (and reported). */
  names: string[];
  details: Record<string, string>;
  batches: AsyncIterable<RecordBatch>;
}

export interface FormatDef {
  id: string;
  title: string;
  extensions: readonly string[];
  /** 0 = no, 1 = certain. Looks at bytes first, name second. */
  match(head: Uint8Array, name: string): number;
  read(source: FormatSource, context: ReadContext): Promise<TableReader>;
}
