/** What support rows say: for each output Σ weight exp(-γ ‖row - x‖²) + bias. */
import { squaresOf, type SupportRows } from './rbfKernel';

export interface Support extends SupportRows {
  gamma: number;
  outputs: number;
  /** Row-major [rows, outputs]. */
  weights: ArrayLike<number>;
  /** [outputs] */
  bias: ArrayLike<number>;
}

/** Row-major [asked, outputs]. */
export function kernelSums(of: Support, features: Float32Array, asked: number): Float32Array {
  const { rows, width, outputs, weights, bias, gamma } = of;
  const squares = squaresOf(of);
  const own = squaresOf({ rows: asked, width, features });
  const said = new Float32Array(asked * outputs);
  const sums = new Float64Array(outputs);
  for (let at = 0; at < asked; at++) {
    sums.set(Float64Array.from(bias));
    for (let row = 0; row < rows; row++) {
      let product = 0;
      for (let i = 0; i < width; i++)
        product += (features[at * width + i] as number) * (of.features[row * width + i] as number);
      const apart = (own[at] as number) + (squares[row] as number) - 2 * product;
      const near = Math.exp(-gamma * Math.max(0, apart));
      for (let k = 0; k < outputs; k++)
        sums[k] = (sums[k] as number) + near * (weights[row * outputs + k] as number);
    }
    said.set(sums, at * outputs);
  }
  return said;
}

/** Those rows alone that count for an output, with what they count. */
export function supportOf(
  { rows, width, features }: SupportRows,
  gamma: number,
  sums: readonly { weights: ArrayLike<number>; bias: number }[],
): Support {
  const kept = Array.from({ length: rows }, (_, row) => row).filter((row) =>
    sums.some(({ weights }) => weights[row] !== 0),
  );
  const own = new Float32Array(kept.length * width);
  for (const [at, row] of kept.entries())
    own.set(features.subarray(row * width, (row + 1) * width), at * width);
  return {
    rows: kept.length,
    width,
    features: own,
    gamma: Math.fround(gamma),
    outputs: sums.length,
    weights: Float32Array.from(kept.flatMap((row) => sums.map(({ weights }) => weights[row] as number))),
    bias: Float32Array.from(sums, ({ bias }) => bias),
  };
}
