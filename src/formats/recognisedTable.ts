import type { ArraySource, TableFormatDef } from './formatDef';
import type { OpenedSource } from './openSource';

/** A table that was dropped, with its format, not yet read. */
export interface RecognisedTable {
  file: ArraySource;
  format: TableFormatDef;
  source: OpenedSource;
  /** Several files read as one: there is no file to keep. */
  isJoined?: true;
}
