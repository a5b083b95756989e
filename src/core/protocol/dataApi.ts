/** What the page may ask the data worker. */
import type { FolderEntry } from '../grid/arrayFile';
import type {
  ArrayFileInfo,
  GridBoxRequest,
  GridImportOptions,
  LabelSource,
  Windowing,
} from '../grid/gridSchema';
import type { DatasetVersion, Column } from './dataset';

export interface ImportRequest {
  jobId: string;
  datasetId: string;
  file: File;
  /** Force a format id instead of sniffing. */
  format?: string;
  /** Files of arrays: how they become a field. Guessed when absent; what cannot be guessed is refused. */
  grid?: GridImportOptions;
  /** Files of arrays of equal shape, each with recordings of its own that follow those of `file`. */
  more?: File[];
  /** Of a folder that is one store: `file` only stands for it. */
  folder?: FolderEntry[];
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

export interface DataApi {
  /** Streams the file into a new immutable version; progress on `port` at most 10 a second. Rejects with `cancelled` after `cancel`; nothing partial stays. */
  import(request: ImportRequest, port: MessagePort): Promise<DatasetVersion>;
  cancel(jobId: string): Promise<void>;
  /** Rows [start, start+count) for the table; reads only the chunks it needs. */
  rows(datasetVersionId: string, start: number, count: number): Promise<RowWindow>;
  /** These rows, in this order, as text; of all columns, or of those named. */
  rowsAt(datasetVersionId: string, rows: number[], columns?: string[]): Promise<(string | null)[][]>;
  /** New version with changed types or roles: same chunks, statistics computed anew. */
  retype(datasetVersionId: string, columns: Column[]): Promise<DatasetVersion>;
  /** What a file of arrays holds, without its values; undefined when it is none (it may be a table). */
  inspectArrays(file: File, folder?: FolderEntry[]): Promise<ArrayFileInfo | undefined>;
  /** Values of one channel in a box of a stored field; reads only the chunks it needs. */
  gridBox(datasetVersionId: string, request: GridBoxRequest): Promise<Float32Array<ArrayBuffer>>;
  /** New version of a field with other windows and patches, and other labels when they are given: same chunks. */
  rewindow(datasetVersionId: string, windowing: Windowing, labels?: LabelSource): Promise<DatasetVersion>;
  /** Generates a built-in sample as a real file, ready for import. */
  sample(id: string): Promise<File>;
}
