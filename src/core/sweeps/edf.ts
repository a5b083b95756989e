import type { Trial } from './trials';

interface EdfPoint {
  number: number;
  value: number;
  /** Of the complete trials, those with at most this value. */
  share: number;
}

/** The empirical distribution of the first objective over the complete trials, by value. */
export function edfOf(trials: readonly Trial[]): EdfPoint[] {
  const sorted = trials
    .filter(({ state, values }) => state === 'complete' && values?.[0] !== undefined)
    .map(({ number, values }) => ({ number, value: values?.[0] as number }))
    .sort((a, b) => a.value - b.value || a.number - b.number);
  return sorted.map(({ number, value }) => ({
    number,
    value,
    share: (sorted.findLastIndex((other) => other.value === value) + 1) / sorted.length,
  }));
}
