/** Column-wise work on row-major number blocks, shared by the numeric transforms. */
import { TetradError } from '#/core/protocol/errors';
import type { Values } from './transformDef';

export type NumberValues = Extract<Values, { kind: 'number' }>;
export type StringValues = Extract<Values, { kind: 'string' }>;

export function asNumbers(values: Values, step: string): NumberValues {
  if (values.kind === 'number') return values;
  throw new TetradError({
    code: 'badInput',
    message: `The step "${step}" works on numbers but was given text.`,
    hint: 'Put one-hot, ordinal or label encode before it, or change the type of the column.',
  });
}

export function asStrings(values: Values, step: string): StringValues {
  if (values.kind === 'string') return values;
  throw new TetradError({
    code: 'badInput',
    message: `The step "${step}" works on text but was given numbers.`,
    hint: 'Change the type of the column to categorical.',
  });
}

/** The finite values of one column of the block. */
export function presentColumn(values: NumberValues, column: number): Float64Array {
  const { data, width } = values;
  const present = new Float64Array(data.length / width);
  let count = 0;
  for (let i = column; i < data.length; i += width) {
    const value = data[i] as number;
    if (Number.isFinite(value)) present[count++] = value;
  }
  return present.subarray(0, count);
}

/**
 * Quantiles by linear interpolation between order statistics, as numpy and scikit-learn do. Selects
 * instead of sorting: a million values take milliseconds. `values` without NaN; it is left as it was.
 */
export function quantiles(values: Float64Array, levels: readonly number[]): number[] {
  if (values.length === 0) return levels.map(() => Number.NaN);
  const work = values.slice();
  return levels.map((level) => {
    const position = level * (work.length - 1);
    const below = Math.floor(position);
    const low = select(work, below);
    const share = position - below;
    // After the selection everything right of `below` is at least as large.
    const high = share === 0 ? low : work.subarray(below + 1).reduce((a, b) => Math.min(a, b));
    return low + (high - low) * share;
  });
}

/** Hoare's quickselect: puts the k-th smallest at index k, smaller ones left of it, larger ones right. */
function select(work: Float64Array, k: number): number {
  let left = 0;
  let right = work.length - 1;
  while (left < right) {
    const [a, b, c] = [work[left], work[(left + right) >> 1], work[right]] as [number, number, number];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let i = left;
    let j = right;
    while (i <= j) {
      while ((work[i] as number) < pivot) i++;
      while ((work[j] as number) > pivot) j--;
      if (i > j) break;
      const swapped = work[i] as number;
      work[i++] = work[j] as number;
      work[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return work[k] as number;
}

export function mapColumns(values: NumberValues, f: (value: number, column: number) => number): NumberValues {
  const { data, width } = values;
  const out = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) out[i] = f(data[i] as number, i % width);
  return { kind: 'number', width, data: out };
}

export const perColumn = <T>(values: NumberValues, f: (present: Float64Array) => T): T[] =>
  Array.from({ length: values.width }, (_, column) => f(presentColumn(values, column)));
