/**
 * Principal components: the directions at right angles in which rows differ most (Pearson 1901, Hotelling 1933), and how
 * far rows are off the plane that the first of them span. Features are centred, not scaled: preparing did that.
 */
import type { Rows, Worked } from '../clusters/rows';
import { eigen } from './eigen';

export interface Components {
  width: number;
  /** How many are kept. */
  count: number;
  /** [width] */
  mean: Float32Array;
  /** Row-major [count, width]: of length 1, the largest part of each above 0. */
  axes: Float32Array;
}

export interface FoundComponents extends Components {
  /** Of all that there are, the largest first: variances along them, over rows - 1. */
  variances: Float64Array;
}

/** A distance below which rows count as on the plane: the raw output is a logarithm. */
export const leastOff = 1e-6;

/** Smaller than this share of the largest, a variance is what rounding left. */
const rounding = 1e-12;

/** `keep`: a count of components, or the share of the variance that those kept have at least. At least one is kept. */
export async function findComponents(
  { rows, width, features }: Rows,
  keep: { count: number } | { share: number },
  worked: Worked,
): Promise<FoundComponents> {
  const mean = new Float64Array(width);
  for (let at = 0; at < rows * width; at++)
    mean[at % width] = (mean[at % width] as number) + (features[at] as number) / rows;
  const { values, vectors } = await spread({ rows, width, features }, mean, worked);
  const least = rounding * (values[0] ?? 0);
  const variances = values.filter((value) => value > least);
  const count = Math.min(
    variances.length,
    'count' in keep ? keep.count : countForShare(variances, keep.share),
  );
  const axes = new Float32Array(count * width);
  for (let which = 0; which < count; which++) {
    const axis = vectors.subarray(which * width, (which + 1) * width);
    const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    axes.set(largest < 0 ? axis.map((value) => -value) : axis, which * width);
  }
  return { width, count, mean: Float32Array.from(mean), axes, variances };
}

/** The fewest, of the largest, that have so large a share of the sum. */
export function countForShare(variances: ArrayLike<number>, share: number): number {
  const all = Array.from(variances);
  const total = all.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  for (const [place, value] of all.entries()) {
    sum += value;
    if (sum >= share * total * (1 - 1e-12)) return place + 1;
  }
  return all.length;
}

/** Of whichever is smaller: the columns by each other, or the rows (Sirovich 1987), from which the same directions follow. */
async function spread(data: Rows, mean: Float64Array, worked: Worked) {
  const { rows, width } = data;
  if (rows >= width) return await eigen(await byColumns(data, mean, worked), width, worked);
  const found = await eigen(await byRows(data, mean, worked), rows, worked);
  const vectors = new Float64Array(rows * width);
  const of = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    centre(data, mean, row, of);
    for (let which = 0; which < rows; which++) {
      const share = found.vectors[which * rows + row] as number;
      for (let i = 0, at = which * width; i < width; i++, at++)
        vectors[at] = (vectors[at] as number) + share * (of[i] as number);
    }
    await worked(rows * width);
  }
  for (let which = 0; which < rows; which++) {
    const axis = vectors.subarray(which * width, (which + 1) * width);
    const length = Math.sqrt(axis.reduce((sum, value) => sum + value * value, 0)) || 1;
    axis.set(axis.map((value) => value / length));
  }
  return { values: found.values, vectors };
}

async function byColumns(data: Rows, mean: Float64Array, worked: Worked): Promise<Float64Array> {
  const { rows, width } = data;
  const sums = new Float64Array(width * width);
  const of = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    centre(data, mean, row, of);
    for (let i = 0; i < width; i++) {
      const value = (of[i] as number) / Math.max(1, rows - 1);
      for (let j = 0, at = i * width; j <= i; j++, at++)
        sums[at] = (sums[at] as number) + value * (of[j] as number);
    }
    await worked((width * width) / 2);
  }
  return mirrored(sums, width);
}

async function byRows(data: Rows, mean: Float64Array, worked: Worked): Promise<Float64Array> {
  const { rows, width } = data;
  const products = new Float64Array(rows * rows);
  const [one, other] = [new Float64Array(width), new Float64Array(width)];
  for (let i = 0; i < rows; i++) {
    centre(data, mean, i, one);
    for (let j = 0; j <= i; j++) {
      centre(data, mean, j, other);
      let sum = 0;
      for (let k = 0; k < width; k++) sum += (one[k] as number) * (other[k] as number);
      products[i * rows + j] = sum / Math.max(1, rows - 1);
    }
    await worked(i * width);
  }
  return mirrored(products, rows);
}

function centre({ width, features }: Rows, mean: Float64Array, row: number, into: Float64Array): void {
  for (let i = 0, at = row * width; i < width; i++, at++)
    into[i] = (features[at] as number) - (mean[i] as number);
}

function mirrored(lower: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++)
    for (let j = i + 1; j < size; j++) lower[i * size + j] = lower[j * size + i] as number;
  return lower;
}

/** How far rows are along each: row-major [rows, count]. */
export function alongComponents(
  { width, count, mean, axes }: Components,
  features: Float32Array,
  rows: number,
): Float64Array {
  const along = new Float64Array(rows * count);
  for (let row = 0; row < rows; row++)
    for (let which = 0; which < count; which++) {
      let sum = 0;
      for (let i = 0; i < width; i++)
        sum +=
          ((features[row * width + i] as number) - (mean[i] as number)) * (axes[which * width + i] as number);
      along[row * count + which] = sum;
    }
  return along;
}

/** The raw output: log2 of the distance off the plane, in units of the features; [rows]. */
export function offComponents(of: Components, features: Float32Array, rows: number): Float32Array {
  const { width, count, mean, axes } = of;
  const along = alongComponents(of, features, rows);
  const off = new Float64Array(width);
  return Float32Array.from({ length: rows }, (_, row) => {
    for (let i = 0; i < width; i++) off[i] = (features[row * width + i] as number) - (mean[i] as number);
    for (let which = 0; which < count; which++) {
      const by = along[row * count + which] as number;
      for (let i = 0; i < width; i++) off[i] = (off[i] as number) - by * (axes[which * width + i] as number);
    }
    return Math.log2(Math.sqrt(off.reduce((sum, value) => sum + value * value, 0)) + leastOff);
  });
}
