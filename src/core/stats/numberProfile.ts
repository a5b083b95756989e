/** Statistics of a stream of numbers in one pass; NaN is missing. */
import { type NumericStats, quantileLevels } from '../protocol/dataset';
import { GrowingHistogram } from './growingHistogram';
import { quantileOfSorted } from './quantile';
import { Reservoir } from './reservoir';

export class NumberProfile {
  count = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  integers = true;
  /** Every value is larger than the one before: then all are distinct. */
  increasing = true;
  decreasing = true;
  /** Values smaller than the one before. */
  falls = 0;
  zeros = 0;
  ones = 0;
  /** The first value: means are kept as distances from it, so that a small spread far from zero keeps its digits. */
  #origin = Number.NaN;
  #mean = 0;
  #squares = 0; // sum of squared distances to the mean
  #last = Number.NEGATIVE_INFINITY;
  readonly #sample: Reservoir;
  readonly #histogram = new GrowingHistogram();

  constructor(sampleSize: number) {
    this.#sample = new Reservoir(sampleSize);
  }

  /** Two passes over a chunk that is in memory anyway, joined to the rest by Chan's formula. */
  add(values: Float64Array): void {
    let count = 0;
    let sum = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value !== value) continue;
      if (count++ === 0 && this.count === 0) this.#origin = value;
      sum += value - this.#origin;
      if (value < min) min = value;
      if (value > max) max = value;
      if (this.integers && !Number.isInteger(value)) this.integers = false;
      if (value <= this.#last) this.increasing = false;
      if (value < this.#last) this.falls++;
      if (value >= this.#last && this.#last > Number.NEGATIVE_INFINITY) this.decreasing = false;
      if (value === 0) this.zeros++;
      else if (value === 1) this.ones++;
      this.#last = value;
      this.#sample.add(value);
    }
    if (count === 0) return;
    const mean = sum / count;
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      const distance = (values[i] as number) - this.#origin - mean;
      if (distance === distance) squares += distance * distance;
    }
    const all = this.count + count;
    const apart = mean - this.#mean;
    this.#squares += squares + ((apart * apart * this.count) / all) * count;
    this.#mean += (apart * count) / all;
    this.count = all;
    this.min = Math.min(this.min, min);
    this.max = Math.max(this.max, max);
    this.#histogram.add(values, min, max);
  }

  /** `std` divides by count - 1. Quantiles are exact while the sample holds all values (see Reservoir). */
  stats(): NumericStats | undefined {
    if (this.count === 0) return undefined;
    const sorted = this.#sample.sorted();
    return {
      min: this.min,
      max: this.max,
      mean: this.#origin + this.#mean,
      std: this.count > 1 ? Math.sqrt(this.#squares / (this.count - 1)) : 0,
      quantiles: quantileLevels.map((level) => quantileOfSorted(sorted, level)),
      histogram: this.#histogram.result(this.min, this.max, this.integers),
    };
  }
}
