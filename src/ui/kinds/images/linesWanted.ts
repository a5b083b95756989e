/** Which lines of a scrolled grid are read, the first needed first: those in view, then those that a scroll comes to. */

export interface ScrolledLines {
  /** In view. */
  first: number;
  last: number;
  isUp: boolean;
  /** Views that are read ahead. */
  views: number;
  /** Of the grid. */
  count: number;
}

export function linesWanted({ first, last, isUp, views, count }: ScrolledLines): number[] {
  const span = last - first + 1;
  const inView = Array.from({ length: span }, (_, i) => first + i);
  const ahead = Array.from({ length: views * span }, (_, i) => (isUp ? first - 1 - i : last + 1 + i));
  return [...inView, ...ahead].filter((line) => line >= 0 && line < count);
}
