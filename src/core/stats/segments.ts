/**
 * Rows grouped by one feature: by quantile ranges when it holds many numbers, else by its most frequent values.
 * For finding where a model is worse than elsewhere.
 */
import { quantileOfSorted } from './quantile';

export interface Segment {
  label: string;
  kind: 'range' | 'value' | 'others' | 'missing';
  /** Places in what was given, not row numbers. */
  members: number[];
}

const mostValues = 10;
const mostRanges = 8;

/** `cells` as they are shown; `toNumber` given for fields whose cells are numbers or times. */
export function segmentsOf(
  cells: readonly (string | null)[],
  toNumber?: (cell: string) => number,
  rangeLabel: (low: number, high: number) => string = (low, high) => `${low} to ${high}`,
): Segment[] {
  const byValue = new Map<string, number[]>();
  const missing: number[] = [];
  for (const [place, cell] of cells.entries()) {
    if (cell === null) missing.push(place);
    else {
      const members = byValue.get(cell);
      if (members) members.push(place);
      else byValue.set(cell, [place]);
    }
  }
  const segments =
    toNumber && byValue.size > mostRanges
      ? ranges(byValue, toNumber, rangeLabel)
      : frequent(byValue, toNumber);
  if (missing.length > 0) segments.push({ label: 'missing', kind: 'missing', members: missing });
  return segments;
}

function frequent(byValue: Map<string, number[]>, toNumber?: (cell: string) => number): Segment[] {
  const sorted = [...byValue].sort(([, a], [, b]) => b.length - a.length);
  const kept = sorted.slice(0, mostValues);
  if (toNumber) kept.sort(([a], [b]) => toNumber(a) - toNumber(b));
  const segments = kept.map(([label, members]): Segment => ({ label, kind: 'value', members }));
  const rest = sorted.slice(mostValues).flatMap(([, members]) => members);
  if (rest.length > 0)
    segments.push({
      label: `${(sorted.length - mostValues).toLocaleString('en')} others`,
      kind: 'others',
      members: rest,
    });
  return segments;
}

/** About equally many rows in each; equal numbers are never split. */
function ranges(
  byValue: Map<string, number[]>,
  toNumber: (cell: string) => number,
  rangeLabel: (low: number, high: number) => string,
): Segment[] {
  const entries = [...byValue]
    .flatMap(([cell, members]) => {
      const value = toNumber(cell);
      return members.map((place) => ({ value, place }));
    })
    .sort((a, b) => a.value - b.value);
  const values = Float64Array.from(entries, ({ value }) => value);
  const upper = [
    ...new Set(Array.from({ length: mostRanges }, (_, i) => quantileOfSorted(values, (i + 1) / mostRanges))),
  ];
  const segments: Segment[] = [];
  let next = 0;
  for (const [i, end] of upper.entries()) {
    const first = next;
    while (next < entries.length && (i === upper.length - 1 || (values[next] as number) <= end)) next++;
    if (next === first) continue;
    segments.push({
      label: rangeLabel(values[first] as number, values[next - 1] as number),
      kind: 'range',
      members: entries.slice(first, next).map(({ place }) => place),
    });
  }
  return segments;
}
