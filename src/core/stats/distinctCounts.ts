/** Distinct values of a stream with counts, up to a limit. Beyond it known values are still counted, new ones are not kept. */
import { numberToText } from '../table/cellValue';

const mostSmall = 4096;

export class DistinctCounts {
  capped = false;
  readonly #limit: number;
  readonly #places = new Map<number | string, number>();
  readonly #counts: number[] = [];
  /** Places of whole numbers below 4096, from 1. */
  #small: Int32Array | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#counts.length;
  }

  /** `add` of one more, quick for small whole numbers. */
  addOne(value: number): number {
    if (!(value >= 0 && value < mostSmall && value === Math.floor(value))) return this.add(value, 1);
    const known = (this.#small ??= new Int32Array(mostSmall))[value] as number;
    if (known > 0) {
      (this.#counts[known - 1] as number)++;
      return known - 1;
    }
    const place = this.add(value, 1);
    if (place >= 0) this.#small[value] = place + 1;
    return place;
  }

  /** Its place in order of first appearance; -2 if it is new and there is no room. */
  add(value: number | string, count: number): number {
    const known = this.#places.get(value);
    if (known !== undefined) {
      (this.#counts[known] as number) += count;
      return known;
    }
    if (this.#counts.length >= this.#limit) {
      this.capped = true;
      return -2;
    }
    this.#places.set(value, this.#counts.length);
    return this.#counts.push(count) - 1;
  }

  /** `add` of a value whose place is known, as `add` gave it; -1: not yet. */
  addKey(value: number | string, place: number, count: number): number {
    if (place < 0) return this.add(value, count);
    (this.#counts[place] as number) += count;
    return place;
  }

  countAt(place: number): number {
    return this.#counts[place] ?? 0;
  }

  values(): Iterable<number | string> {
    return this.#places.keys();
  }

  /** The most frequent, ties in order of appearance. */
  top(most: number): { value: string; count: number }[] {
    return [...this.#places]
      .map(([value, place]) => ({ value, count: this.#counts[place] as number }))
      .sort((a, b) => b.count - a.count)
      .slice(0, most)
      .map(({ value, count }) => ({ value: typeof value === 'number' ? numberToText(value) : value, count }));
  }
}
