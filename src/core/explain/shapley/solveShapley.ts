/**
 * Shapley values from what coalitions are worth: weighted least squares under the condition that they add up to the whole,
 * which is put in for the last column (Lundberg and Lee 2017, as their KernelSHAP does it).
 */
import type { Coalitions } from './coalitions';

/** `worth`: of each coalition; `none` and `all`: of nothing and of everything known. One value for each column. */
export type ShapleySolver = (
  worth: ArrayLike<number>,
  none: number,
  all: number,
) => Float64Array<ArrayBuffer>;

/** What hangs on the coalitions alone is done once. */
export function shapleySolver({ known, weights }: Pick<Coalitions, 'known' | 'weights'>): ShapleySolver {
  const count = weights.length;
  const columns = count > 0 ? known.length / count : 1;
  const free = columns - 1;
  const matrix = new Float64Array(free * free);
  /** Weighted rows of the design. */
  const design = new Float64Array(count * free);
  for (let i = 0; i < count; i++) {
    const last = known[i * columns + free] as number;
    const weight = weights[i] as number;
    for (let a = 0; a < free; a++) {
      const scaled = weight * ((known[i * columns + a] as number) - last);
      if (scaled === 0) continue;
      design[i * free + a] = scaled;
      for (let b = 0; b <= a; b++)
        matrix[a * free + b] =
          (matrix[a * free + b] as number) + scaled * ((known[i * columns + b] as number) - last);
    }
  }
  factor(matrix, free);
  return (worth, none, all) => {
    const right = new Float64Array(free);
    for (let i = 0; i < count; i++) {
      const last = known[i * columns + free] as number;
      const goal = (worth[i] as number) - none - last * (all - none);
      for (let a = 0; a < free; a++)
        right[a] = (right[a] as number) + (design[i * free + a] as number) * goal;
    }
    const values = new Float64Array(columns);
    values.set(solveFactored(matrix, right));
    values[free] = all - none - values.subarray(0, free).reduce((sum, value) => sum + value, 0);
    return values;
  };
}

export const solveShapley = (
  chosen: Pick<Coalitions, 'known' | 'weights'>,
  worth: ArrayLike<number>,
  none: number,
  all: number,
): Float64Array<ArrayBuffer> => shapleySolver(chosen)(worth, none, all);

/** By Cholesky, from the lower half; a direction that nothing was asked along stays 0. */
export const solveSymmetric = (matrix: Float64Array, right: Float64Array): Float64Array =>
  symmetricSolver(matrix, right.length)(right);

/** The same for many right sides; the matrix is overwritten. */
export function symmetricSolver(matrix: Float64Array, size: number): (right: Float64Array) => Float64Array {
  factor(matrix, size);
  return (right) => solveFactored(matrix, right);
}

function factor(matrix: Float64Array, n: number): void {
  const at = (i: number, k: number) => matrix[i * n + k] as number;
  for (let i = 0; i < n; i++)
    for (let k = 0; k <= i; k++) {
      let sum = at(i, k);
      for (let j = 0; j < k; j++) sum -= at(i, j) * at(k, j);
      if (i !== k) matrix[i * n + k] = at(k, k) > 0 ? sum / at(k, k) : 0;
      else matrix[i * n + i] = sum > 1e-12 ? Math.sqrt(sum) : 0;
    }
}

function solveFactored(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const at = (i: number, k: number) => matrix[i * n + k] as number;
  const result = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    let sum = result[i] as number;
    for (let k = 0; k < i; k++) sum -= at(i, k) * (result[k] as number);
    result[i] = at(i, i) > 0 ? sum / at(i, i) : 0;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = result[i] as number;
    for (let k = i + 1; k < n; k++) sum -= at(k, i) * (result[k] as number);
    result[i] = at(i, i) > 0 ? sum / at(i, i) : 0;
  }
  return result;
}
