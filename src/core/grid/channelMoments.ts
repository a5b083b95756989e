/**
 * Range, mean and spread of one channel while its values stream by, in float64. Each block is taken by its own
 * mean and merged (Chan, Golub, LeVeque: Updating formulae and a pairwise algorithm for computing sample
 * variances), so a large offset costs no digits. NaN counts as missing; the spread is over all values (n).
 */
import type { GridChannel } from './gridSchema';

export class ChannelMoments {
  count = 0;
  missing = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #squares = 0;

  /** Every `step`th value of `values` from `first`. Answers how many of them were no NaN. */
  add(values: Float32Array, first: number, step: number, end = values.length): number {
    let count = 0;
    let missing = 0;
    let sum = 0;
    let { min, max } = this;
    for (let i = first; i < end; i += step) {
      const value = values[i] as number;
      if (value !== value) {
        missing++;
        continue;
      }
      count++;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.missing += missing;
    if (count === 0) return 0;
    const mean = sum / count;
    let squares = 0;
    for (let i = first; i < end; i += step) {
      const away = (values[i] as number) - mean;
      if (away === away) squares += away * away;
    }
    const total = this.count + count;
    const shift = mean - this.#mean;
    this.#mean += (shift * count) / total;
    this.#squares += squares + (shift * shift * this.count * count) / total;
    this.count = total;
    this.min = min;
    this.max = max;
    return count;
  }

  /** Only of a channel with at least one value. */
  result(): Pick<GridChannel, 'min' | 'max' | 'mean' | 'std' | 'missing'> {
    const { min, max, missing } = this;
    return { min, max, mean: this.#mean, std: Math.sqrt(this.#squares / this.count), missing };
  }
}
