/**
 * One column of one batch of a file that says its type, filled from the start in runs: numbers or texts, as they come.
 * Numbers turn into texts where one comes that float64 does not keep.
 */
import { numberToText } from '#/core/table/cellValue';
import type { ColumnValues } from '#/core/table/column';
import { float64, int32, type SpareBuffers } from '#/core/table/spareBuffers';
import { TextDictionary } from '#/core/table/textDictionary';
import { type KnownTexts, noCode } from './knownTexts';

export interface Filled {
  values: ColumnValues;
  /** None of its numbers is infinite; false: one may be. */
  isFinite: boolean;
}

export class TypedColumn {
  readonly #rows: number;
  #filled = 0;
  #isFinite = true;
  #values: Float64Array | undefined;
  #codes: Int32Array | undefined;
  #texts: TextDictionary | undefined;
  #known: { dictionary: readonly (string | null)[]; codes: Int32Array } | undefined;

  /** All texts so far are of these. */
  #only: KnownTexts | undefined;

  readonly #spare: SpareBuffers | undefined;

  constructor(rows: number, spare?: SpareBuffers) {
    this.#rows = rows;
    this.#spare = spare;
  }

  /** One value for each of `count` rows but those in `gaps`, which are missing. */
  addNumbers(numbers: Float64Array, count: number, gaps: Gaps): void {
    if (this.#texts) {
      const texts = this.#texts;
      this.#only = undefined;
      return this.#addCodes(count, gaps, (i) => codeOfNumber(texts, numbers[i] as number));
    }
    const values = (this.#values ??= float64(this.#rows, this.#spare));
    const start = this.#filled;
    this.#filled += count;
    this.#isFinite &&= areFinite(numbers, count - (gaps?.length ?? 0));
    if (!gaps) return values.set(count === numbers.length ? numbers : numbers.subarray(0, count), start);
    let next = 0;
    forRuns(count, gaps, (from, end) => {
      const length = end - from;
      if (length > fewestToCopy) values.set(numbers.subarray(next, next + length), start + from);
      else for (let i = 0; i < length; i++) values[start + from + i] = numbers[next + i] as number;
      next += length;
      if (end < count) values[start + end] = Number.NaN;
    });
  }

  /** `textOf` gives the text of the n-th value, null where it stands for none. */
  addTexts(textOf: (index: number) => string | null, count: number, gaps: Gaps): void {
    const texts = this.#asTexts();
    this.#only = undefined;
    this.#addCodes(count, gaps, (i) => {
      const text = textOf(i);
      return text === null ? -1 : texts.codeOf(text);
    });
  }

  /** Texts by their place in a dictionary, which is looked up once. */
  addEntries(
    dictionary: readonly (string | null)[],
    indices: ArrayLike<number>,
    count: number,
    gaps: Gaps,
  ): void {
    const texts = this.#asTexts();
    this.#only = undefined;
    if (this.#known?.dictionary !== dictionary)
      this.#known = { dictionary, codes: new Int32Array(dictionary.length).fill(noCode) };
    const known = this.#known.codes;
    const codes = this.#codes as Int32Array;
    const start = this.#filled;
    let next = 0;
    forRuns(count, gaps, (from, end) => {
      for (let i = from; i < end; i++) {
        const index = indices[next++] as number;
        let code = known[index] as number;
        if (code === noCode) {
          const text = dictionary[index] ?? null;
          code = known[index] = text === null ? -1 : texts.codeOf(text);
        }
        codes[start + i] = code;
      }
      if (end < count) codes[start + end] = -1;
    });
    this.#filled += count;
  }

  /** Bytes of texts. Those that are in `known` are not decoded again: one of the column, told of each batch. */
  addBytes(
    { bytes, starts, ends }: Spans,
    count: number,
    gaps: Gaps,
    known: KnownTexts,
    onBadBytes: () => void,
  ): void {
    const texts = this.#asTexts();
    // Whose texts all differ.
    if (texts.entries.length === 0) this.#only = known;
    const isNew = this.#only === known;
    this.#addCodes(count, gaps, (i) => {
      const key = known.keyOf(bytes, starts[i] as number, ends[i] as number, onBadBytes);
      const code = known.codes[key] as number;
      if (code !== noCode) return code;
      const text = known.textOf(key);
      return (known.codes[key] = isNew ? texts.addNew(text) : texts.codeOf(text));
    });
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

  take(): Filled {
    const values: ColumnValues = this.#texts
      ? { physical: 'dict', codes: this.#codes as Int32Array, dictionary: this.#texts.entries }
      : { physical: 'f64', values: this.#values ?? new Float64Array(this.#rows).fill(Number.NaN) };
    return { values, isFinite: this.#isFinite };
  }

  #addCodes(count: number, gaps: Gaps, codeOf: (index: number) => number): void {
    const codes = this.#codes as Int32Array;
    const start = this.#filled;
    let next = 0;
    forRuns(count, gaps, (from, end) => {
      for (let i = from; i < end; i++) codes[start + i] = codeOf(next++);
      if (end < count) codes[start + end] = -1;
    });
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

/** false also where one is NaN. Several sums at a time: none waits for the one before it. */
function areFinite(numbers: Float64Array, count: number): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    a += (numbers[i] as number) * 0;
    b += (numbers[i + 1] as number) * 0;
    c += (numbers[i + 2] as number) * 0;
    d += (numbers[i + 3] as number) * 0;
  }
  for (; i < count; i++) a += (numbers[i] as number) * 0;
  return a + b + c + d === 0;
}

/** Rows that have no value, in their order; undefined: all have one. */
export type Gaps = Int32Array | undefined;

/** Numbers that are sooner copied one by one. */
const fewestToCopy = 64;

/** From each gap to the next, and from the last to the end. */
function forRuns(count: number, gaps: Gaps, run: (from: number, end: number) => void): void {
  let from = 0;
  for (let i = 0; gaps && i < gaps.length; i++) {
    const gap = gaps[i] as number;
    run(from, gap);
    from = gap + 1;
  }
  if (from < count) run(from, count);
}

/** Texts as they lie in a buffer. */
export interface Spans {
  bytes: Uint8Array;
  starts: Uint32Array;
  ends: Uint32Array;
}

const codeOfNumber = (texts: TextDictionary, value: number): number =>
  Number.isNaN(value) ? -1 : texts.codeOf(numberToText(value));
