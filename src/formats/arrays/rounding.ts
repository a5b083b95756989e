/** Whole numbers that lose digits when they become float32, which every value of a field is stored as. */
import type { DataIssue } from '#/core/protocol/dataset';

/** Beyond these the next whole number cannot be told apart from the one before. */
const mostExact32 = 2 ** 24;
const mostExact64 = 2 ** 53;

/** A number of this type may hold more digits than a float32. */
export const isWide = (dtype: string): boolean =>
  Number(/\d+$/.exec(dtype)?.[0] ?? 0) > 24 && dtype !== 'float32';

export class Rounding {
  readonly #seen = new Map<string, { count: number; from: number; to: number }>();

  rounded(variable: string, dtype: string, values: Float64Array): Float32Array {
    const out = Float32Array.from(values);
    const isInteger = dtype.includes('int');
    let count = 0;
    let first = -1;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const size = Math.abs(value);
      if (size <= mostExact32 || size === Infinity || value !== value) continue;
      const loses =
        out[i] === value ? isInteger && size >= mostExact64 : isInteger || Number.isInteger(value);
      if (!loses) continue;
      count++;
      if (first < 0) first = i;
    }
    if (count === 0) return out;
    const known = this.#seen.get(variable);
    if (known) known.count += count;
    else this.#seen.set(variable, { count, from: values[first] as number, to: out[first] as number });
    return out;
  }

  told(): DataIssue[] {
    return [...this.#seen].map(([column, { count, from, to }]) => ({
      severity: 'warning',
      message: `“${column}” has whole numbers beyond 16,777,216, which lose their last digits as float32: ${plain(from)} became ${plain(to)}.`,
      hint: 'Subtract the smallest value before saving, or scale them, if the last digits matter; as numbers of something (ids, seconds) they are no channel. A table keeps them exactly.',
      column,
      count,
    }));
  }
}

const plain = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 });
