/** A file of sheets: what they are called, and their rows as they stream by. */

export interface Cell {
  text: string;
  /** It was a text in the file, whatever it looks like. */
  isText: boolean;
}

export interface SheetRow {
  /** 1, 2, ...: rows that are not stored are empty. */
  number: number;
  /** By column; holes are empty. */
  cells: (Cell | undefined)[];
}

export interface Book {
  sheets: readonly { name: string; hidden: boolean }[];
  rows(sheet: number, progress?: (share: number) => void): AsyncGenerator<SheetRow>;
}

/** Of Excel; others stop earlier. */
export const mostSheetColumns = 16_384;
/** More empty rows in a row than this are no part of a table. */
export const mostEmptyRows = 100_000;
