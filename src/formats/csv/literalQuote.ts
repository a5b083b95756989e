/**
 * A cell begins with a quote whose end is not where it should be. Is it a sign of the text (5" pipe)? It is, where its
 * line has the right number of cells when the quote is read as it stands, and so have the lines behind it.
 */
const LF = 10;
const CR = 13;
const linesOfProof = 20;

export interface Dividers {
  delimiter: number;
  quote: number;
}

/** The end of the cell read so; -1 where it is not meant so. `cells` are those from this one on to the end of the row. */
export function literalQuote(
  bytes: Uint8Array,
  start: number,
  end: number,
  dividers: Dividers,
  cells: number,
  /** Cells of the rows behind it, which must be whole for proof. */
  wholeRow?: number,
): number {
  if (cells < 1) return -1;
  const width = cellsOfLine(bytes, start, end, dividers, true);
  if (width.cells !== cells) return -1;
  let cellEnd = start;
  while (cellEnd < width.end && bytes[cellEnd] !== dividers.delimiter) cellEnd++;
  if (wholeRow === undefined) return cellEnd;
  let at = width.next;
  for (let line = 0; line < linesOfProof && at < end; line++) {
    const found = cellsOfLine(bytes, at, end, dividers, false);
    if (found.next >= end && line > 0) break;
    if (found.cells !== wholeRow) return -1;
    at = found.next;
  }
  return cellEnd;
}

/** Whether a row is whole where a cell of it ends at `cellEnd`: `cells` are those from this one on to the end of the row. */
export function fitsRow(
  bytes: Uint8Array,
  cellEnd: number,
  end: number,
  dividers: Dividers,
  cells: number,
): boolean {
  const behind =
    bytes[cellEnd] === dividers.delimiter ? cellsOfLine(bytes, cellEnd + 1, end, dividers, false).cells : 0;
  return 1 + behind === cells;
}

/** Delimiters inside quotes count only where the line begins with such a quote. */
function cellsOfLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  { delimiter, quote }: Dividers,
  literal: boolean,
): { cells: number; end: number; next: number } {
  let cells = 1;
  let at = start;
  let cellStart = !literal;
  let open = false;
  for (; at < end; at++) {
    const c = bytes[at];
    if (c === LF || c === CR) break;
    if (open) {
      if (c === quote) open = false;
    } else if (c === quote && cellStart) open = true;
    else if (c === delimiter) {
      cells++;
      cellStart = true;
      continue;
    }
    cellStart = false;
  }
  const next = bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1;
  return { cells, end: at, next };
}
