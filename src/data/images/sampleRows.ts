import type { ColumnValues } from '#/core/table/column';
import type { ImportedImage } from './imageLayout';

/** What is known of each image while they are read: a row of the table of samples. */
export class SampleRows {
  readonly paths: string[] = [];
  readonly #widths: number[] = [];
  readonly #heights: number[] = [];
  readonly labels = new Codes();
  readonly splits = new Codes();

  get count(): number {
    return this.paths.length;
  }

  add({ path, width, height, label, split }: ImportedImage): void {
    this.paths.push(path);
    this.#widths.push(width);
    this.#heights.push(height);
    this.labels.add(label ?? null);
    this.splits.add(split ?? null);
  }

  widths(): ColumnValues {
    return { physical: 'f64', values: Float64Array.from(this.#widths) };
  }

  heights(): ColumnValues {
    return { physical: 'f64', values: Float64Array.from(this.#heights) };
  }
}

/** Words that repeat, as a column. */
class Codes {
  readonly #codeOf = new Map<string, number>();
  readonly #codes: number[] = [];

  add(word: string | null): void {
    if (word !== null && !this.#codeOf.has(word)) this.#codeOf.set(word, this.#codeOf.size);
    this.#codes.push(word === null ? -1 : (this.#codeOf.get(word) as number));
  }

  get isEmpty(): boolean {
    return this.#codeOf.size === 0;
  }

  column(): ColumnValues {
    return { physical: 'dict', codes: Int32Array.from(this.#codes), dictionary: [...this.#codeOf.keys()] };
  }
}
