/**
 * Where cells are in a table too tall for a browser. Scroll heights are capped, so the scroll position is
 * a share of the way, not a pixel: 1,000,000 rows fit in the same scrollbar as 1,000.
 */
export const rowHeight = 28;
/** Below the lowest limit of current browsers (Firefox, 17.9 million px). */
const maxScrollHeight = 15_000_000;

export const scrollHeight = (rows: number): number => Math.min(rows * rowHeight, maxScrollHeight);

/** First row in view, with its fraction. */
export function firstRow(scrollTop: number, viewHeight: number, rows: number): number {
  const scrollable = scrollHeight(rows) - viewHeight;
  const hidden = rows - viewHeight / rowHeight;
  if (scrollable <= 0 || hidden <= 0) return 0;
  return (Math.min(scrollTop, scrollable) / scrollable) * hidden;
}

/** The scroll position that puts `row` first. */
export function scrollTopOf(row: number, viewHeight: number, rows: number): number {
  const scrollable = scrollHeight(rows) - viewHeight;
  const hidden = rows - viewHeight / rowHeight;
  if (scrollable <= 0 || hidden <= 0) return 0;
  return (Math.max(0, Math.min(row, hidden)) / hidden) * scrollable;
}

/** Left edges; one more than there are columns. */
export function columnEdges(widths: readonly number[]): number[] {
  const edges = [0];
  for (const width of widths) edges.push((edges.at(-1) as number) + width);
  return edges;
}

/** Columns that touch [left, left + width), as [first, end). */
export function visibleColumns(edges: readonly number[], left: number, width: number): [number, number] {
  const count = edges.length - 1;
  let first = 0;
  while (first < count - 1 && (edges[first + 1] as number) <= left) first++;
  let end = first;
  while (end < count && (edges[end] as number) < left + width) end++;
  return [first, end];
}

export interface Cell {
  row: number;
  column: number;
}

export interface CellRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export const rangeOf = (a: Cell, b: Cell): CellRange => ({
  top: Math.min(a.row, b.row),
  bottom: Math.max(a.row, b.row),
  left: Math.min(a.column, b.column),
  right: Math.max(a.column, b.column),
});

export const inRange = (range: CellRange | undefined, row: number, column: number): boolean =>
  range !== undefined &&
  row >= range.top &&
  row <= range.bottom &&
  column >= range.left &&
  column <= range.right;
