/** Gives names to dimensions such that one name never stands for two sizes: dim0, dim1, dim1_64, … */
import { sizeOf } from '#/core/arch/sizeOf';

export class DimensionNames {
  readonly #sizes = new Map<string, number>();

  name(wanted: string, size: number): string {
    const name = (this.#sizes.get(wanted) ?? size) === size ? wanted : `${wanted}_${size}`;
    this.#sizes.set(name, size);
    return name;
  }
}

/** The largest array has the first choice of names. */
export const largestFirst = <T>(items: readonly T[], shape: (item: T) => readonly number[]): T[] =>
  items.toSorted((a, b) => sizeOf(shape(b)) - sizeOf(shape(a)));
