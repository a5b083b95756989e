/** How far a value is from another of its column, 0 to 1 (Gower 1971): numbers over the range of the background, texts the same or not. */
import type { Values } from '../../transforms/transformDef';

export type Cell = string | number | null;

export const cellOf = (values: Values, row: number): Cell => {
  const value = values.kind === 'string' ? (values.data[row] ?? null) : (values.data[row] as number);
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
};

/** `pool`: the column in the background. */
export function distanceOf(pool: Values): (a: Cell, b: Cell) => number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  if (pool.kind === 'number')
    for (const value of pool.data) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  const range = high > low ? high - low : 1;
  return (a, b) => {
    if (a === b) return 0;
    if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) / range;
    return 1;
  };
}

/** Whether all numbers of the column are whole. */
export const isWhole = (pool: Values): boolean =>
  pool.kind === 'number' && pool.data.every((value) => Number.isNaN(value) || Number.isInteger(value));
