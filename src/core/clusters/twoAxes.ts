/** The two directions in which rows differ most (principal components), to draw them on a plane. */
import type { Rows } from './rows';

export interface TwoAxes {
  mean: Float64Array;
  /** Two of length 1, at right angles. */
  axes: [Float64Array, Float64Array];
  /** Share of the variance along each. */
  shares: [number, number];
}

const passes = 60;

/** By powers of the covariance, which is never laid out. */
export function twoAxes({ rows, width, features }: Rows): TwoAxes {
  const mean = new Float64Array(width);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < width; i++)
      mean[i] = (mean[i] as number) + (features[row * width + i] as number) / rows;
  const times = (axis: Float64Array): Float64Array => {
    const product = new Float64Array(width);
    for (let row = 0; row < rows; row++) {
      let along = 0;
      for (let i = 0; i < width; i++)
        along += ((features[row * width + i] as number) - (mean[i] as number)) * (axis[i] as number);
      for (let i = 0; i < width; i++)
        product[i] =
          (product[i] as number) +
          (along * ((features[row * width + i] as number) - (mean[i] as number))) / rows;
    }
    return product;
  };
  let variance = 0;
  for (let at = 0; at < rows * width; at++)
    variance += ((features[at] as number) - (mean[at % width] as number)) ** 2 / rows;
  const found: Float64Array[] = [];
  const shares: number[] = [];
  for (let which = 0; which < 2; which++) {
    let axis = clean(
      Float64Array.from({ length: width }, (_, i) => 1 / (i + 1 + which)),
      found,
    );
    let along = 0;
    for (let pass = 0; pass < passes; pass++) {
      const next = clean(times(axis), found);
      along = lengthOf(next);
      if (along < 1e-12) break;
      axis = next.map((value) => value / along);
    }
    // The same side whatever the start: the largest part points ahead.
    const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    found.push(largest < 0 ? axis.map((value) => -value) : axis);
    shares.push(variance > 0 ? along / variance : 0);
  }
  return { mean, axes: found as TwoAxes['axes'], shares: shares as TwoAxes['shares'] };
}

/** Row-major [rows, 2]. */
export function onTwoAxes(
  { mean, axes }: TwoAxes,
  { rows, width, features }: Rows,
): Float64Array<ArrayBuffer> {
  const places = new Float64Array(rows * 2);
  for (let row = 0; row < rows; row++)
    for (const [which, axis] of axes.entries()) {
      let along = 0;
      for (let i = 0; i < width; i++)
        along += ((features[row * width + i] as number) - (mean[i] as number)) * (axis[i] as number);
      places[2 * row + which] = along;
    }
  return places;
}

const lengthOf = (vector: Float64Array): number =>
  Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

/** Without what of it lies along those found. */
function clean(vector: Float64Array, found: readonly Float64Array[]): Float64Array {
  const left = Float64Array.from(vector);
  for (const axis of found) {
    const along = left.reduce((sum, value, i) => sum + value * (axis[i] as number), 0);
    for (let i = 0; i < left.length; i++) left[i] = (left[i] as number) - along * (axis[i] as number);
  }
  return left;
}
