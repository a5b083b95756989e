/**
 * One column of one batch of a file that says its type, filled from the start in runs: numbers or texts, as they come.
 * Numbers turn into texts where one comes that float64 does not keep.
 */
import { numberToText } from '#/core/table/cellValue';
import type { ColumnValues } from '#/core/table/column';
import { float64, int32, type SpareBuffers } from '#/core/table/spareBuffers';
import { TextDictionary } from '#/core/table/textDictionary';

export class TypedColumn {
  readonly #rows: number;
  #filled = 0;
  #values: Float64Array | undefined;
  #codes: Int32Array | undefined;
  #texts: TextDictionary | undefined;
  #known: { dictionary: readonly (string | null)[]; codes: Int32Array } | undefined;

  readonly #spare: SpareBuffers | undefined;

  constructor(rows: number, spare?: SpareBuffers) {
    this.#rows = rows;
    this.#spare = spare;
  }

  /** One value for each row whose level is `most`; the others are missing. No levels: all rows have one. */
  addNumbers(numbers: Float64Array, count: number, levels: Uint8Array | undefined, most: number): void {
    if (this.#texts) {
      const texts = this.#texts;
      return this.#addCodes(count, levels, most, (i) => codeOfNumber(texts, numbers[i] as number));
    }
    const values = (this.#values ??= float64(this.#rows, this.#spare));
    let at = this.#filled;
    if (!levels) values.set(count === numbers.length ? numbers : numbers.subarray(0, count), at);
    else if (most === 1 && numbers.length > count * mostlyThere) {
      // From one that is missing to the next.
      let next = 0;
      for (let i = 0; i < count; ) {
        const gap = levels.indexOf(0, i);
        const end = gap < 0 || gap > count ? count : gap;
        values.set(numbers.subarray(next, next + end - i), at + i);
        next += end - i;
        for (i = end; i < count && levels[i] === 0; i++) values[at + i] = Number.NaN;
      }
    } else {
      let next = 0;
      for (let i = 0; i < count; i++, at++)
        values[at] = levels[i] === most ? (numbers[next++] as number) : Number.NaN;
    }
    this.#filled += count;
  }

  /** `textOf` gives the text of the n-th value, null where it stands for none. */
  addTexts(
    textOf: (index: number) => string | null,
    count: number,
    levels: Uint8Array | undefined,
    most: number,
  ): void {
    const texts = this.#asTexts();
    this.#addCodes(count, levels, most, (i) => {
      const text = textOf(i);
      return text === null ? -1 : texts.codeOf(text);
    });
  }

  /** Texts by their place in a dictionary, which is looked up once. */
  addEntries(
    dictionary: readonly (string | null)[],
    indices: Int32Array,
    count: number,
    levels: Uint8Array | undefined,
    most: number,
  ): void {
    const texts = this.#asTexts();
    if (this.#known?.dictionary !== dictionary)
      this.#known = { dictionary, codes: new Int32Array(dictionary.length).fill(-2) };
    const { codes } = this.#known;
    this.#addCodes(count, levels, most, (i) => {
      const index = indices[i] as number;
      const code = codes[index] as number;
      if (code !== -2) return code;
      const text = dictionary[index] ?? null;
      return (codes[index] = text === null ? -1 : texts.codeOf(text));
    });
  }

  /** Bytes of texts: each different one is decoded once. */
  addBytes(
    { bytes, starts, ends }: Spans,
    count: number,
    levels: Uint8Array | undefined,
    most: number,
    onBadBytes: () => void,
  ): void {
    const texts = this.#asTexts();
    this.#addCodes(count, levels, most, (i) =>
      texts.codeOfBytes(bytes, starts[i] as number, ends[i] as number, onBadBytes),
    );
  }

  addMissing(count: number): void {
    if (this.#texts) (this.#codes as Int32Array).fill(-1, this.#filled, this.#filled + count);
    else
      (this.#values ??= float64(this.#rows, this.#spare)).fill(
        Number.NaN,
        this.#filled,
        this.#filled + count,
      );
    this.#filled += count;
  }

  take(): ColumnValues {
    if (this.#texts)
      return { physical: 'dict', codes: this.#codes as Int32Array, dictionary: this.#texts.entries };
    return { physical: 'f64', values: this.#values ?? new Float64Array(this.#rows).fill(Number.NaN) };
  }

  #addCodes(
    count: number,
    levels: Uint8Array | undefined,
    most: number,
    codeOf: (index: number) => number,
  ): void {
    const codes = this.#codes as Int32Array;
    let at = this.#filled;
    let next = 0;
    for (let i = 0; i < count; i++, at++) codes[at] = !levels || levels[i] === most ? codeOf(next++) : -1;
    this.#filled += count;
  }

  #asTexts(): TextDictionary {
    if (this.#texts) return this.#texts;
    const texts = new TextDictionary();
    const codes = int32(this.#rows, this.#spare);
    for (let row = 0; row < this.#filled; row++)
      codes[row] = codeOfNumber(texts, this.#values?.[row] ?? Number.NaN);
    this.#values = undefined;
    this.#codes = codes;
    this.#texts = texts;
    return texts;
  }
}

/** Share of rows from which runs are worth it. */
const mostlyThere = 0.9;

/** Texts as they lie in a buffer. */
export interface Spans {
  bytes: Uint8Array;
  starts: Uint32Array;
  ends: Uint32Array;
}

const codeOfNumber = (texts: TextDictionary, value: number): number =>
  Number.isNaN(value) ? -1 : texts.codeOf(numberToText(value));
