/** What is different between two versions of a dataset. */
export interface VersionDiff {
  columns: {
    added: string[];
    removed: string[];
    renamed: { from: string; to: string }[];
    retyped: { name: string; from: string; to: string }[];
    roles: { name: string; from: string; to: string }[];
  };
  /** Of what the kind keeps beside the table. */
  data: { path: string; was: string | null; is: string | null }[];
  rows: {
    /** How rows were matched. */
    by: 'key' | 'place' | 'content';
    key?: string;
    before: number;
    after: number;
    added: number;
    removed: number;
    /** Matched, with other cells. */
    changed: number;
  };
  /** Cells of the first hundred changed rows; rows counted from 0. */
  changes: { before: number; after: number; column: string; was: string | null; is: string | null }[];
}
