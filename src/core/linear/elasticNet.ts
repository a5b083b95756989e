/**
 * Least squares with a penalty on the absolute size of the weights and on their squares, by coordinates: what is small
 * becomes nothing. Friedman, Hastie and Tibshirani (2010), Regularization paths for generalized linear models via
 * coordinate descent. For n rows: |y - Xw - b|² / 2n + strength (share |w|₁ + (1 - share) |w|² / 2).
 */
import type { Breathe } from './linearObjective';

export interface ElasticNetData {
  rows: number;
  width: number;
  /** Row-major [rows, width]. */
  features: Float32Array;
  target: ArrayLike<number>;
}

export interface Penalty {
  strength: number;
  /** Of the strength that is on absolute sizes: 1 is the lasso, 0 ridge. */
  share: number;
}

const mostPasses = 10_000;
/** A pass in which no weight moves what is answered by more than so much of its spread is the last. */
const tolerance = 1e-7;

export class ElasticNet {
  /** By feature, centred: [width, rows]. */
  readonly #columns: Float64Array[];
  readonly #means: Float64Array;
  /** Mean squares of the centred columns. */
  readonly #sizes: Float64Array;
  readonly #mean: number;
  readonly #spread: number;
  /** What is not explained yet. */
  readonly #left: Float64Array;
  readonly #rows: number;
  readonly #breathe: Breathe;
  /** Of the features. */
  readonly weights: Float64Array;

  constructor({ rows, width, features, target }: ElasticNetData, breathe: Breathe) {
    [this.#rows, this.#breathe, this.weights] = [rows, breathe, new Float64Array(width)];
    this.#means = new Float64Array(width);
    for (let at = 0; at < rows * width; at++)
      this.#means[at % width] = (this.#means[at % width] as number) + (features[at] as number) / rows;
    this.#columns = Array.from(this.#means, (mean, i) =>
      Float64Array.from({ length: rows }, (_, row) => (features[row * width + i] as number) - mean),
    );
    this.#sizes = Float64Array.from(this.#columns, (column) => dot(column, column) / rows);
    this.#mean = Array.from(target).reduce((sum, value) => sum + value, 0) / rows;
    this.#left = Float64Array.from(target, (value) => value - this.#mean);
    this.#spread = Math.sqrt(dot(this.#left, this.#left) / rows);
  }

  get bias(): number {
    return this.#mean - dot(this.weights, this.#means);
  }

  /** At this strength and above all weights are nothing; asked before the first fit. */
  mostStrength(share: number): number {
    const along = this.#columns.map((column) => Math.abs(dot(column, this.#left)) / this.#rows);
    return Math.max(1e-12, ...along) / Math.max(share, 1e-3);
  }

  /** From the weights that are there; answers after how many passes it stands still. */
  async fit({ strength, share }: Penalty): Promise<number> {
    const [flat, round] = [strength * share, strength * (1 - share)];
    const [rows, left, weights] = [this.#rows, this.#left, this.weights];
    for (let pass = 1; pass <= mostPasses; pass++) {
      let most = 0;
      for (const [i, column] of this.#columns.entries()) {
        const size = this.#sizes[i] as number;
        // The same in every row: it says nothing.
        if (size < 1e-14) continue;
        const before = weights[i] as number;
        const along = dot(column, left) / rows + size * before;
        const over = Math.abs(along) - flat;
        const after = over <= 0 ? 0 : (Math.sign(along) * over) / (size + round);
        if (after === before) continue;
        for (let row = 0; row < rows; row++)
          left[row] = (left[row] as number) - (after - before) * (column[row] as number);
        weights[i] = after;
        most = Math.max(most, Math.abs(after - before) * Math.sqrt(size));
      }
      await this.#breathe(2 * rows * this.#columns.length);
      if (most <= tolerance * this.#spread) return pass;
    }
    return mostPasses;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
