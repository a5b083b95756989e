/**
 * A linear model fitted to answers near a sample (Ribeiro, Singh, Guestrin 2016): least squares weighed by nearness, with so
 * little of a ridge that it only decides between columns that say the same.
 */
import { solveSymmetric } from '../shapley/solveShapley';

export interface LocalFit {
  /** One for each feature. */
  weights: Float64Array;
  /** Share of the weighed variance of the answers. */
  r2: number;
}

const ridge = 1e-6;

/** `features`: row-major [rows, width]. */
export function localFit(features: Float64Array, answers: Float64Array, nearness: Float64Array): LocalFit {
  const rows = answers.length;
  const width = features.length / rows;
  const total = nearness.reduce((sum, weight) => sum + weight, 0);
  const means = new Float64Array(width);
  let middle = 0;
  for (let row = 0; row < rows; row++) {
    const weight = (nearness[row] as number) / total;
    middle += weight * (answers[row] as number);
    for (let k = 0; k < width; k++)
      means[k] = (means[k] as number) + weight * (features[row * width + k] as number);
  }
  const matrix = new Float64Array(width * width);
  const right = new Float64Array(width);
  const own = new Float64Array(width);
  let whole = 0;
  for (let row = 0; row < rows; row++) {
    const weight = (nearness[row] as number) / total;
    const goal = (answers[row] as number) - middle;
    whole += weight * goal ** 2;
    for (let k = 0; k < width; k++) own[k] = (features[row * width + k] as number) - (means[k] as number);
    for (let a = 0; a < width; a++) {
      const scaled = weight * (own[a] as number);
      right[a] = (right[a] as number) + scaled * goal;
      for (let b = 0; b <= a; b++)
        matrix[a * width + b] = (matrix[a * width + b] as number) + scaled * (own[b] as number);
    }
  }
  for (let k = 0; k < width; k++) matrix[k * width + k] = (matrix[k * width + k] as number) * (1 + ridge);
  const weights = solveSymmetric(matrix, right);
  let missed = 0;
  for (let row = 0; row < rows; row++) {
    let said = middle;
    for (let k = 0; k < width; k++)
      said += (weights[k] as number) * ((features[row * width + k] as number) - (means[k] as number));
    missed += ((nearness[row] as number) / total) * ((answers[row] as number) - said) ** 2;
  }
  return { weights, r2: whole > 1e-18 ? 1 - missed / whole : 1 };
}
