/** What the import page shows of a file of rows before anything of it is stored. */
import type { Column, DataIssue } from '../protocol/dataset';
import type { Reading } from './reading';

export interface TablePreview {
  fileName: string;
  fileBytes: number;
  /** Its type, and what people call it. */
  format: string;
  formatTitle: string;
  /** As an import would make them, of the rows that were looked at. */
  columns: Column[];
  reading: Reading;
  /** What the reader settled on, in words. */
  details: Record<string, string>;
  issues: DataIssue[];
  /** The first rows: as they are read, in the way of `datasets.rows`, and as they stand in the file. */
  rows: (string | null)[][];
  written: (string | null)[][];
  /** Rows that were looked at: all of them when `isWhole`. */
  rowsRead: number;
  isWhole: boolean;
  /** The file says the types of its columns: what is guessed of texts means nothing for it. */
  isTyped: boolean;
}

/** What files have in common that are read alike: their format and the names of their columns. */
export const shapeOf = ({ format, columns }: Pick<TablePreview, 'format' | 'columns'>): string =>
  JSON.stringify([format, ...columns.map(({ name }) => name)]);
