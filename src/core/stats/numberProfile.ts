/** Statistics of a stream of numbers in one pass; NaN is missing. */
import { type NumericStats, quantileLevels } from '../protocol/dataset';
import { GrowingHistogram } from './growingHistogram';
import { loopsFor, type NumberLoops } from './numberLoops';
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
    if (this.count === 0) this.#origin = values.find((value) => value === value) ?? Number.NaN;
    const loops = loopsFor(values.length);
    if (loops) this.#addQuickly(values, loops);
    else this.#add(values);
  }

  #add(values: Float64Array) {
    const present = withoutMissing(values);
    const count = present.length;
    if (count === 0) return;
    // Locals: a field that is written for every value costs more than the arithmetic.
    const origin = this.#origin;
    let { integers, increasing, decreasing, falls, zeros, ones } = this;
    let last = this.#last;
    let sum = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const value = present[i] as number;
      sum += value - origin;
      if (value < min) min = value;
      if (value > max) max = value;
      if (integers && !Number.isInteger(value)) integers = false;
      if (increasing && value <= last) increasing = false;
      if (decreasing && value >= last && last > Number.NEGATIVE_INFINITY) decreasing = false;
      if (value < last) falls++;
      if (value === 0) zeros++;
      else if (value === 1) ones++;
      last = value;
    }
    Object.assign(this, { integers, increasing, decreasing, falls, zeros, ones });
    this.#last = last;
    this.#sample.addAll(present);
    const mean = sum / count;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const distance = (present[i] as number) - origin - mean;
      // Of infinite values there is none.
      if (distance === distance) squares += distance * distance;
    }
    this.#join(count, mean, squares, min, max);
    this.#histogram.add(present, min, max);
  }

  /** The same by WebAssembly. */
  #addQuickly(values: Float64Array, loops: NumberLoops) {
    const isMixed = !(this.integers || this.increasing || this.decreasing);
    loops.summarise(values, this.#origin, this.#last, isMixed);
    const present = loops.present();
    const count = present.length;
    if (count === 0) return;
    this.#last = loops.double('last');
    if (!isMixed) {
      this.integers &&= loops.whole('fractions') === 0;
      this.increasing &&= loops.whole('notAbove') === 0;
      this.decreasing &&= loops.whole('notBelow') === 0;
    }
    this.falls += loops.whole('falls');
    this.zeros += loops.whole('zeros');
    this.ones += loops.whole('ones');
    this.#sample.addAll(present);
    const [min, max, mean] = [loops.double('min'), loops.double('max'), loops.double('sum') / count];
    this.#join(count, mean, loops.squares(mean), min, max);
    this.#histogram.add(present, min, max, loops);
  }

  #join(count: number, mean: number, squares: number, min: number, max: number) {
    const all = this.count + count;
    const apart = mean - this.#mean;
    this.#squares += squares + ((apart * apart * this.count) / all) * count;
    this.#mean += (apart * count) / all;
    this.count = all;
    this.min = Math.min(this.min, min);
    this.max = Math.max(this.max, max);
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

let scratch = new Float64Array(0);

/** The numbers among them: the array itself where all are, else a part of memory that the next call uses again. */
function withoutMissing(values: Float64Array): Float64Array {
  let first = 0;
  while (first < values.length && values[first] === values[first]) first++;
  if (first === values.length) return values;
  if (scratch.length < values.length) scratch = new Float64Array(values.length);
  const out = scratch;
  out.set(values.subarray(0, first));
  let count = first;
  for (let i = first; i < values.length; i++) {
    const value = values[i] as number;
    out[count] = value;
    if (value === value) count++;
  }
  return out.subarray(0, count);
}
