/** Numbers that people write for "no value" (-9999, 999, -99.9), counted apart from the rest of a column. */
import type { NumberRange } from '../table/column';

const sentinels = [
  -9, -99, -999, -9999, -99999, -99.9, -999.9, -9999.9, 99, 999, 9999, 99999, 999999, 999.9, 9999.9, -99.99,
  -999.99, -9999.99, -999.25, -9999.25, 99.99, 999.99, 9999.99, 99.9,
];
const places = new Map(sentinels.map((value, i) => [value, i]));

export class SentinelCounts {
  readonly #counts = new Float64Array(sentinels.length);
  /** Of all other numbers. */
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  others = 0;

  /** Counts and gives how many there are; NaN is none. Only what lies outside all others can mean "no value". */
  add(values: Float64Array, range?: NumberRange): number {
    let { min, max } = this;
    // None lies outside.
    if (range && range.min >= min && range.max <= max) {
      this.others += range.present;
      return range.present;
    }
    let present = 0;
    let sentinel = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value !== value) continue;
      present++;
      if (value >= min && value <= max) continue;
      if (this.#count(value, 1)) {
        sentinel++;
        continue;
      }
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.min = min;
    this.max = max;
    this.others += present - sentinel;
    return present;
  }

  addOne(value: number, count: number): void {
    if (value !== value) return;
    const inside = value >= this.min && value <= this.max;
    if (!inside && this.#count(value, count)) return;
    this.others += count;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  #count(value: number, count: number): boolean {
    const place = places.get(value);
    if (place === undefined) return false;
    (this.#counts[place] as number) += count;
    return true;
  }

  /** Those that occur, with their counts. */
  found(): { value: number; count: number }[] {
    return sentinels.flatMap((value, i) => {
      const count = this.#counts[i] as number;
      return count > 0 ? [{ value, count }] : [];
    });
  }
}
