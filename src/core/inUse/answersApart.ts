/** How far two answers to the same lie apart, where an answer is many numbers: a mask, a forecast, quantiles. */
import type { Prediction } from '../protocol/predict';

export interface Apart {
  /** pixels: the share of places with another label. values and levels (of quantiles): how far one is from the other on average, in their own unit. */
  of: 'pixels' | 'values' | 'levels';
  apart: number;
  /** To six digits. */
  same: boolean;
}

/** undefined: the answer is one value. NaN apart: they are not of one size. */
export function answersApart(first: Prediction, second: Prediction): Apart | undefined {
  const [a, b] = [first.mask, second.mask];
  if (a && b) {
    if (a.length !== b.length) return { of: 'pixels', apart: Number.NaN, same: false };
    let other = 0;
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) other++;
    return { of: 'pixels', apart: other / a.length, same: other === 0 };
  }
  const of = first.field ? 'values' : 'levels';
  const [x, y] = [manyOf(first), manyOf(second)];
  if (!x || !y) return undefined;
  if (x.length !== y.length) return { of, apart: Number.NaN, same: false };
  let [sum, size, count] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [one, other] = [x[i] as number, y[i] as number];
    // Neither knows what is missing.
    if (Number.isNaN(one) && Number.isNaN(other)) continue;
    sum += Math.abs(one - other);
    size += Math.max(Math.abs(one), Math.abs(other));
    count++;
  }
  return { of, apart: count === 0 ? 0 : sum / count, same: sum <= 1e-6 * size };
}

const manyOf = ({ quantiles, field }: Prediction): ArrayLike<number> | undefined => quantiles ?? field;
