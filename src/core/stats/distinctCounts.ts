/** Distinct values of a stream with counts, up to a limit. Beyond it known values are still counted, new ones are not kept. */
import { numberToText } from '../table/cellValue';

export class DistinctCounts {
  capped = false;
  readonly #limit: number;
  readonly #places = new Map<number | string, number>();
  readonly #counts: number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#counts.length;
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
