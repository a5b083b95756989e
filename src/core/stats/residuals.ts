/** Errors of predicted numbers: residual = truth - prediction. */
import { quantileOfSorted } from './quantile';

export const errorLevels = [0.5, 0.75, 0.9, 0.95, 0.99] as const;

export interface Residuals {
  values: Float64Array;
  /** Absolute errors, ascending. */
  absolute: Float64Array;
  mean: number;
  mae: number;
  rmse: number;
  /** Coefficient of determination; NaN when the truth does not vary. */
  r2: number;
  /** Of the absolute error, at `errorLevels`. */
  quantiles: number[];
}

export function residuals(truth: ArrayLike<number>, predicted: ArrayLike<number>): Residuals {
  const values = Float64Array.from(truth, (value, i) => value - (predicted[i] as number));
  const absolute = values.map(Math.abs).sort();
  const count = values.length;
  const center = Array.from(truth).reduce((sum, value) => sum + value, 0) / count;
  let squares = 0;
  let spread = 0;
  let sum = 0;
  let absoluteSum = 0;
  for (const [i, value] of values.entries()) {
    sum += value;
    absoluteSum += Math.abs(value);
    squares += value * value;
    spread += ((truth[i] as number) - center) ** 2;
  }
  return {
    values,
    absolute,
    mean: sum / count,
    mae: absoluteSum / count,
    rmse: Math.sqrt(squares / count),
    r2: spread === 0 ? Number.NaN : 1 - squares / spread,
    quantiles: errorLevels.map((level) => quantileOfSorted(absolute, level)),
  };
}

/** Share of predictions that are off by at most `tolerance`. */
export function shareWithin({ absolute }: Pick<Residuals, 'absolute'>, tolerance: number): number {
  let low = 0;
  let high = absolute.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((absolute[middle] as number) <= tolerance) low = middle + 1;
    else high = middle;
  }
  return absolute.length === 0 ? Number.NaN : low / absolute.length;
}
