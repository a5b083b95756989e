/**
 * Which cells of a row are unusual among all rows that are shown: a number by its distance from the median in robust
 * standard deviations, a text by how rare its value is. It is not how the model came to its score; it shows where to look.
 */
import type { ToldColumn } from '../clusters/profile';
import { quantileOfSorted } from '../stats/quantile';

export interface OddCell {
  column: string;
  /** Standard deviations, or of a text what is as rare in a normal distribution. */
  apart: number;
  number?: { value: number; median: number };
  text?: { value: string; share: number };
}

/** Less is usual. */
const leastApart = 2;

/** Answers of a row the cells that are unusual, the most so first. */
export function oddCellsOf(columns: readonly ToldColumn[], most = 3): (row: number) => OddCell[] {
  const judges = columns.map((column) =>
    column.numbers ? numberJudge(column.name, column.numbers) : textJudge(column.name, column.cells ?? []),
  );
  return (row) =>
    judges
      .flatMap((judge) => judge(row) ?? [])
      .filter(({ apart }) => Math.abs(apart) >= leastApart)
      .sort((a, b) => Math.abs(b.apart) - Math.abs(a.apart))
      .slice(0, most);
}

type Judge = (row: number) => OddCell | undefined;

function numberJudge(column: string, numbers: ArrayLike<number>): Judge {
  const known = Float64Array.from(numbers).filter(Number.isFinite).sort();
  if (known.length === 0) return () => undefined;
  const median = quantileOfSorted(known, 0.5);
  const far = known.map((value) => Math.abs(value - median)).sort();
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  // Where most values are the same, their median distance is none.
  const spread = quantileOfSorted(far, 0.5) * 1.4826 || deviation;
  return (row) => {
    const value = numbers[row] as number;
    if (!Number.isFinite(value) || !(spread > 0)) return undefined;
    return { column, apart: (value - median) / spread, number: { value, median } };
  };
}

function textJudge(column: string, cells: readonly (string | null)[]): Judge {
  const counts = new Map<string, number>();
  for (const cell of cells) if (cell !== null) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  // Where almost every row has a value of its own, none is rare.
  const isName = counts.size > total / 2;
  return (row) => {
    const value = cells[row];
    if (value === null || value === undefined || isName) return undefined;
    const share = (counts.get(value) as number) / total;
    return { column, apart: Math.sqrt(-2 * Math.log(share)), text: { value, share } };
  };
}

/** "income 250,000: 8.1 standard deviations above the median 42,000" */
export function oddCellWords(
  { column, apart, number, text }: OddCell,
  write: (value: number) => string,
): string {
  if (number)
    return `${column} ${write(number.value)}: ${Math.abs(apart).toFixed(1)} deviations ${apart > 0 ? 'above' : 'below'} the median ${write(number.median)}`;
  if (!text) return column;
  return `${column} ${text.value || '(empty)'}: ${text.share < 0.001 ? 'below 0.1' : (text.share * 100).toFixed(1)} % of rows`;
}
