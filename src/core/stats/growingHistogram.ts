/**
 * A histogram of a stream whose range is not known before. Bins are [k w, (k + 1) w) with w a power of
 * two, so places are exact (but for numbers below 1e-300 beside large ones); when values leave the range, w doubles and neighbours are joined. Every count
 * it gives is therefore exact for the edges it gives.
 */
import type { NumberLoops } from './numberLoops';

const mostFineBins = 2048;
const mostBins = 32;

export class GrowingHistogram {
  #width = 0;
  #first = 0;
  #counts = new Float64Array(0);

  /** `min` and `max` of `values`, none of them infinite or NaN; `loops` where they are those that it has summarised. */
  add(values: ArrayLike<number>, min: number, max: number, loops?: NumberLoops): void {
    this.#cover(min, max);
    const counts = this.#counts;
    const perBin = 1 / this.#width;
    const first = this.#first;
    if (loops?.bin(counts, perBin, first)) return;
    for (let i = 0; i < values.length; i++)
      (counts[Math.floor((values[i] as number) * perBin) - first] as number)++;
  }

  /** At most 32 bins over [min, max]; whole-number bins when all values are integers. */
  result(min: number, max: number, integers: boolean): { edges: number[]; counts: number[] } {
    if (this.#width === 0) return { edges: [], counts: [] };
    let width = this.#width;
    while ((integers && width < 1) || Math.floor(max / width) - Math.floor(min / width) >= mostBins)
      width *= 2;
    const first = Math.floor(min / width);
    const counts = Array.from({ length: Math.floor(max / width) - first + 1 }, () => 0);
    const joined = width / this.#width;
    this.#counts.forEach((count, i) => {
      if (count > 0) (counts[Math.floor((this.#first + i) / joined) - first] as number) += count;
    });
    const edges = Array.from({ length: counts.length + 1 }, (_, i) => (first + i) * width);
    return { edges, counts };
  }

  #cover(min: number, max: number) {
    if (this.#width === 0) {
      const span = max - min || Math.abs(max) / 2 || 1;
      this.#width = Math.max(2 ** (Math.floor(Math.log2(span)) - 10), 2 ** -1000);
      this.#first = Math.floor(min / this.#width);
    }
    // Fine enough to tell neighbours apart, coarse enough that a place is a safe integer.
    const coarse = Math.max(Math.abs(min), Math.abs(max)) * 2 ** -50;
    let low = this.#lowest(min);
    let high = this.#highest(max);
    while (high - low >= mostFineBins || this.#width < coarse) {
      this.#double();
      low = this.#lowest(min);
      high = this.#highest(max);
    }
    if (low === this.#first && high - low + 1 === this.#counts.length) return;
    const counts = new Float64Array(high - low + 1);
    counts.set(this.#counts, this.#first - low);
    this.#counts = counts;
    this.#first = low;
  }

  #lowest(min: number): number {
    const bin = Math.floor(min / this.#width);
    return this.#counts.length === 0 ? bin : Math.min(this.#first, bin);
  }

  #highest(max: number): number {
    const bin = Math.floor(max / this.#width);
    return this.#counts.length === 0 ? bin : Math.max(this.#first + this.#counts.length - 1, bin);
  }

  #double() {
    this.#width *= 2;
    const first = Math.floor(this.#first / 2);
    if (this.#counts.length > 0) {
      const last = Math.floor((this.#first + this.#counts.length - 1) / 2);
      const counts = new Float64Array(last - first + 1);
      this.#counts.forEach((count, i) => {
        (counts[Math.floor((this.#first + i) / 2) - first] as number) += count;
      });
      this.#counts = counts;
    }
    this.#first = first;
  }
}
