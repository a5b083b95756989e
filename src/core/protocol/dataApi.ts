/** What the page may ask the data worker. */
import type { FolderEntry } from '../grid/arrayFile';
import type { FileOrigin } from '../sources/sourceDef';
import type { VersionDiff } from './versionDiff';
import type { BlobRef, Column, DatasetKind, DatasetVersion } from './dataset';

export interface ImportRequest {
  jobId: string;
  datasetId: string;
  file: File;
  /** Force a format (its type) instead of sniffing. */
  format?: string;
  /** What the file becomes; what its format proposes when absent. */
  kind?: DatasetKind;
  /** The kind's own (core/kinds), checked. Guessed when absent; what cannot be guessed is refused. */
  options?: unknown;
  /** Files that belong to the same dataset: recordings of a field, which follow those of `file`. */
  more?: File[];
  /** Of a folder that is one store, or of several files that belong together: `file` only stands for them. */
  folder?: FolderEntry[];
  /** Of those that belong together: paths of files that their reader did not come back from before. */
  endless?: string[];
  /** Where `file` was fetched from. */
  origin?: FileOrigin;
  /** The version whose roles columns keep that are read as they were in it. */
  like?: string;
  /** The version that the samples of the file are added to, in the way of its kind (data/kinds). */
  append?: string;
}

export interface InspectOptions {
  folder?: FolderEntry[];
  format?: string;
  /** The kind's own, checked: the file is shown as an import with them would read it. */
  options?: unknown;
}

/** What an import would make of files. */
export interface Recognised {
  format: string;
  title: string;
  kind: DatasetKind;
  /** Files: all that was given is one dataset, each file one sample or more. */
  holds: 'rows' | 'arrays' | 'files';
  files: number;
}

/** What a stored table is written as. */
export const tableFormats = ['csv', 'jsonl', 'parquet', 'arrow'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** What a version is written as: its table, arrays of NumPy, or its files. */
export const exportFormats = [...tableFormats, 'npz', 'zip'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const isTableFormat = (format: ExportFormat): format is TableFormat =>
  tableFormats.some((table) => table === format);

export interface ExportRequest {
  jobId: string;
  versionId: string;
  format: ExportFormat;
}

export type ExportEvent = { rows: number; totalRows: number };

/** The file in parts, which a record is to name before the writing ends. */
export interface ExportedTable {
  ending: string;
  parts: BlobRef[];
}

export type ImportEvent = {
  bytesRead: number;
  totalBytes: number;
  rows: number;
  issues: number;
  /** Of a field: times read, over all its recordings. */
  times?: { done: number; total: number };
};

export interface RowWindow {
  start: number;
  /** Row-major, as text for display; null = missing. */
  rows: (string | null)[][];
}

/** `was`: its name before, where it changes. */
export type RevisedColumn = Column & { was?: string };

/** What a new version of the same data changes. */
export type Revision =
  /** Names, types, roles or units of columns: same chunks, statistics computed anew. */
  | { columns: RevisedColumn[] }
  /** Cells of one column, of the rows that are named: a label put right. null: none. */
  | { cells: { column: string; rows: number[]; value: string | null }; reason?: string }
  /** The samples, in the way of the kind (data/kinds): what is stored beside them stays. */
  | { kind: DatasetKind; cut: unknown };

export interface DataApi {
  /** Streams the file into a new immutable version; progress on `port` at most 10 a second. Rejects with `cancelled` after `cancel`; nothing partial stays. */
  import(request: ImportRequest, port: MessagePort): Promise<DatasetVersion>;
  cancel(jobId: string): Promise<void>;
  /** The table of a version as a file. Rejects with `cancelled` after `cancel`. */
  export(request: ExportRequest, port: MessagePort): Promise<ExportedTable>;
  /** Rows [start, start+count) for the table; reads only the chunks it needs. */
  rows(datasetVersionId: string, start: number, count: number): Promise<RowWindow>;
  /** These rows, in this order, as text; of all columns, or of those named. */
  rowsAt(datasetVersionId: string, rows: number[], columns?: string[]): Promise<(string | null)[][]>;
  /** Rows with this text in a column, ascending; null: with none. */
  find(datasetVersionId: string, column: string, value: string | null): Promise<number[]>;
  /** What is different between two versions. */
  diff(from: string, to: string, key?: string): Promise<VersionDiff>;
  revise(datasetVersionId: string, revision: Revision): Promise<DatasetVersion>;
  /** What a file holds, for the options of an import as this kind; undefined when it is of another. Stores nothing. */
  inspect(kind: DatasetKind, file: File, how?: InspectOptions): Promise<unknown>;
  /** From the bytes of a few files; undefined when it is nothing that is known. */
  recognise(
    file: File,
    how?: { folder?: FolderEntry[]; kind?: DatasetKind },
  ): Promise<Recognised | undefined>;
  /** A part of what a version of this kind stores beside its samples, as the kind answers it; reads only what it needs. */
  view(kind: DatasetKind, datasetVersionId: string, view: unknown): Promise<unknown>;
  /** Generates a built-in sample as a real file, ready for import. */
  sample(type: string): Promise<File>;
}
