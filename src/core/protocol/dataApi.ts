/** What the page may ask the data worker. */
import type { DatasetVersion, Field } from './dataset';

export interface ImportRequest {
  jobId: string;
  datasetId: string;
  file: File;
  /** Force a format id instead of sniffing. */
  format?: string;
}

export type ImportEvent = {
  bytesRead: number;
  totalBytes: number;
  rows: number;
  issues: number;
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
  /** These rows, in this order, as text; of all fields, or of those named. */
  rowsAt(datasetVersionId: string, rows: number[], fields?: string[]): Promise<(string | null)[][]>;
  /** New version with changed types or roles: same chunks, statistics computed anew. */
  retype(datasetVersionId: string, fields: Field[]): Promise<DatasetVersion>;
  /** Generates a built-in sample as a real file, ready for import. */
  sample(id: string): Promise<File>;
}
