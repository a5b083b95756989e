/**
 * What a row of a mixture of normal distributions is likely of. Centres of k-means are one whose parts weigh the same and
 * spread alike in every direction. The exported graph (bodies/mixture) does the same in the same precision.
 */
import { squaredBetween } from './rows';

export interface Mixture {
  width: number;
  /** How many. */
  parts: number;
  /** Row-major [parts, width]. */
  means: ArrayLike<number>;
  /** Of each: the logarithm of its weight and of what its density has before the exponent. */
  offsets: ArrayLike<number>;
  /**
   * Of each, row-major [parts, width, width]: an upper triangle U with U Uᵀ the inverse of its covariance; or one number,
   * 1 / standard deviation, alike for all.
   */
  factors: ArrayLike<number>;
}

/** Raw output, row-major [rows, parts]: logarithms of likelihoods, the largest of a row 0. */
export function mixtureOutputs(of: Mixture, features: Float32Array, rows: number): Float32Array<ArrayBuffer> {
  const { parts } = of;
  const outputs = new Float32Array(rows * parts);
  const joint = new Float64Array(parts);
  for (let row = 0; row < rows; row++) {
    logLikelihoods(of, features, row, joint);
    let largest = Number.NEGATIVE_INFINITY;
    for (let part = 0; part < parts; part++) largest = Math.max(largest, joint[part] as number);
    for (let part = 0; part < parts; part++) outputs[row * parts + part] = (joint[part] as number) - largest;
  }
  return outputs;
}

/** Of one row, with each part's weight; up to what all have in common. */
export function logLikelihoods(
  { width, parts, means, offsets, factors }: Mixture,
  features: ArrayLike<number>,
  row: number,
  into: Float64Array,
): void {
  const same = factors.length === 1;
  const at = row * width;
  for (let part = 0; part < parts; part++) {
    let square = 0;
    if (same) square = squaredBetween(features, at, means, part * width, width) * (factors[0] as number) ** 2;
    else
      for (let column = 0; column < width; column++) {
        let along = 0;
        for (let i = 0; i <= column; i++)
          along +=
            ((features[at + i] as number) - (means[part * width + i] as number)) *
            (factors[(part * width + i) * width + column] as number);
        square += along * along;
      }
    into[part] = (offsets[part] as number) - square / 2;
  }
}
