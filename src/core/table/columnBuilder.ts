/**
 * Builds one column of one chunk cell by cell, and notes how the cells were written. It stays float64 until a
 * cell is no number; then the numbers so far become texts, written the one way `numberToText` writes them.
 * A column that is known to hold texts starts as texts, so that each stays as it stands. Rows are
 * addressed, not appended, so a reader may write a half-read row again.
 */
import { numberToText } from './cellValue';
import type { ColumnValues, Marker, NumberRange, Written } from './column';
import { decimalsOf, flagExponent, flagMarked, flagProven, flagUnusual, zerosOf } from './howWritten';
import { float64, int32, type SpareBuffers } from './spareBuffers';
import { TextDictionary } from './textDictionary';

/** How numbers are written: of `Written` what can be counted, and the first of each kind that is told of. */
export interface NumberNotes
  extends Pick<Written, 'decimals' | 'otherDecimals' | 'marked' | 'proven' | 'unusual'> {
  range: NumberRange;
  open: number | undefined;
  example: number | undefined;
  exampleHow: number;
}

const startRows = 256;

export class ColumnBuilder {
  #values = new Float64Array(startRows);
  #codes: Int32Array | undefined;
  #dictionary: TextDictionary | undefined;
  #written = nothingWritten();
  /** The last row whose way of writing was noted: a row that is written again counts once. */
  #notedRow = -1;
  /** How the last numbers were written, and how many in a row are alike and not in #written yet. */
  #how = 0;
  #alike = 0;
  /** Of the first rows, so many of them. */
  #range = noRange;
  #rangeRows = 0;
  readonly #startsAsText: boolean;

  readonly #decimal: string;

  readonly #spare: SpareBuffers | undefined;
  /** Rows of the columns of numbers, and of texts, before this one. */
  #numberRows = startRows;
  #textRows = startRows;

  /** `decimal` is the mark numbers are written with, should their texts be needed; `spare` memory for the columns. */
  constructor(startsAsText = false, decimal = '.', spare?: SpareBuffers) {
    this.#startsAsText = startsAsText;
    this.#spare = spare;
    this.#decimal = decimal;
    if (startsAsText) this.#asText(0);
  }

  /** Cells are texts already; a number is better added as the text it was. */
  get isText(): boolean {
    return this.#dictionary !== undefined;
  }

  /** `how` it was written (howWritten). */
  addNumber(row: number, value: number, how = 0): void {
    if (this.#dictionary) this.#setText(row, this.#dictionary.codeOf(this.#textOf(value)), 0);
    else {
      this.#setValue(row, value);
      this.noteNumber(row, how);
    }
  }

  /** Where the number of a row is to be put, before `noteNumber` says how it was written; undefined where cells are texts. */
  numbersFor(row: number): Float64Array | undefined {
    if (this.#dictionary) return undefined;
    if (row >= this.#values.length) this.#setValue(row, Number.NaN);
    return this.#values;
  }

  noteNumber(row: number, how: number): void {
    if (how === 0) this.#written.decimals |= 1;
    else this.#note(row, this.#values, how);
  }

  /** How the number of the row is written was noted when its row was read before. */
  isNoted(row: number): boolean {
    return row === this.#notedRow;
  }

  /** Numbers of the rows from `row` on, NaN where one is missing, and how all but noted ones are written. Cells are no texts yet. */
  addNumbers(row: number, values: Float64Array, notes: NumberNotes): void {
    const end = row + values.length;
    while (end > this.#values.length) this.#setValue(this.#values.length, Number.NaN);
    this.#values.set(values, row);
    if (row === this.#rangeRows) {
      const { min, max, present } = this.#range;
      this.#range = {
        min: Math.min(min, notes.range.min),
        max: Math.max(max, notes.range.max),
        present: present + notes.range.present,
      };
      this.#rangeRows = end;
    }
    const written = this.#written;
    written.decimals |= notes.decimals;
    written.otherDecimals |= notes.otherDecimals;
    written.marked += notes.marked;
    written.proven += notes.proven;
    written.unusual += notes.unusual;
    if (notes.open !== undefined) this.#noteOpen(notes.open);
    if (notes.example !== undefined) this.#noteUnusual(notes.example, notes.exampleHow);
  }

  /** Of a column of texts: where the codes of the first `rows` rows are to be put, of which the last is new. */
  codesFor(rows: number): Int32Array {
    this.#setCode(rows - 1, -1);
    return this.#codes as Int32Array;
  }

  textOf(code: number): string {
    return this.#dictionary?.entries[code] as string;
  }

  /** A text as another batch has read it, outside quotes or inside. */
  addKnownText(row: number, text: string, line: number, quoted: boolean): void {
    if (!quoted) this.#written.bareTexts++;
    this.#setText(row, this.#asText(row).codeOf(text), line);
  }

  noteBareTexts(count: number): void {
    this.#written.bareTexts += count;
  }

  addMissing(row: number): void {
    if (this.#dictionary) this.#setCode(row, -1);
    else this.#setValue(row, Number.NaN);
  }

  /** A word for missing that stands outside quotes. Whether it means so is decided for the column. */
  addMarker(row: number, word: string, line = 0): void {
    const { markers } = this.#written;
    let marker = markers.get(word);
    if (!marker) markers.set(word, (marker = { count: 0, line }));
    if (row !== this.#notedRow) marker.count++;
    this.#notedRow = row;
    if (!this.#dictionary) return this.#setValue(row, Number.NaN);
    if (marker.code === undefined) {
      marker.code = this.#dictionary.entries.push(word) - 1;
      this.#written.lines.push(line);
    }
    this.#setCode(row, marker.code);
  }

  addText(row: number, text: string, line = 0): void {
    this.#setText(row, this.#asText(row).codeOf(text.toWellFormed()), line);
  }

  addBytes(
    row: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    line = 0,
    quoted = true,
    onBadBytes?: () => void,
  ): void {
    if (!quoted) this.#written.bareTexts++;
    this.#setText(row, this.#asText(row).codeOfBytes(bytes, start, end, onBadBytes), line);
  }

  /** The column of the first `rows` rows; the builder starts anew. */
  finish(rows: number): ColumnValues {
    this.#count();
    this.#how = 0;
    const written = this.#written;
    const column: ColumnValues = this.#dictionary
      ? {
          physical: 'dict',
          codes: (this.#codes as Int32Array).subarray(0, rows),
          dictionary: this.#dictionary.entries,
          written,
        }
      : {
          physical: 'f64',
          values: this.#values.subarray(0, rows),
          written: rows > 0 && this.#rangeRows === rows ? { ...written, range: this.#range } : written,
        };
    this.#range = noRange;
    this.#rangeRows = 0;
    if (this.#dictionary) {
      this.#textRows = (this.#codes as Int32Array).length;
      this.#numberRows = startRows;
    } else this.#numberRows = this.#values.length;
    this.#values = float64(this.#numberRows, this.#spare);
    this.#codes = undefined;
    this.#dictionary = undefined;
    this.#written = nothingWritten();
    this.#notedRow = -1;
    if (this.#startsAsText) this.#asText(0);
    return column;
  }

  #note(row: number, values: Float64Array, how: number) {
    if (row === this.#notedRow) return;
    this.#notedRow = row;
    if (how === this.#how) {
      this.#alike++;
      return;
    }
    this.#count();
    this.#how = how;
    this.#alike = 1;
    const value = values[row] as number;
    if (how & flagMarked && !(how & flagProven)) this.#noteOpen(value);
    if (how & flagUnusual) this.#noteUnusual(value, how);
  }

  #noteOpen(value: number) {
    if (this.#written.open === '') this.#written.open = value.toFixed(3);
  }

  #noteUnusual(value: number, how: number) {
    if (this.#written.example === '') this.#written.example = value.toFixed(Math.min(decimalsOf(how), 20));
  }

  /** The numbers since the last one that was written another way. */
  #count() {
    const how = this.#how;
    const alike = this.#alike;
    if (alike === 0) return;
    this.#alike = 0;
    const written = this.#written;
    const decimals = decimalsOf(how);
    written.decimals |= 1 << decimals;
    if (how & flagMarked) written.marked += alike;
    if (how & flagProven) written.proven += alike;
    if ((how & flagUnusual) === 0) return;
    written.unusual += alike;
    if (how & flagExponent) {
      written.exponents += alike;
      written.otherDecimals |= 1;
    }
    for (let less = 1; less <= zerosOf(how); less++) written.otherDecimals |= 1 << (decimals - less);
  }

  #asText(row: number): TextDictionary {
    if (this.#dictionary) return this.#dictionary;
    const dictionary = new TextDictionary();
    const codes = int32(Math.max(this.#textRows, this.#values.length, row + 1), this.#spare);
    for (let i = 0; i < row; i++) {
      const value = this.#values[i] as number;
      codes[i] = Number.isNaN(value) ? -1 : dictionary.codeOf(this.#textOf(value));
    }
    this.#codes = codes;
    this.#dictionary = dictionary;
    this.#written.lines = dictionary.entries.map(() => 0);
    this.#written.fromNumbers = dictionary.entries.length;
    return dictionary;
  }

  #textOf(value: number): string {
    // All its digits would be those of a code: 1e20 is written as it is.
    const isLong = Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER;
    const text = isLong ? value.toExponential() : numberToText(value);
    return this.#decimal === '.' ? text : text.replace('.', this.#decimal);
  }

  #setValue(row: number, value: number) {
    if (row >= this.#values.length) {
      const values = float64(this.#values.length * 2, this.#spare);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[row] = value;
  }

  #setText(row: number, code: number, line: number) {
    const { lines } = this.#written;
    if (code === lines.length) lines.push(line);
    this.#setCode(row, code);
  }

  #setCode(row: number, code: number) {
    let codes = this.#codes as Int32Array;
    if (row >= codes.length) {
      const longer = int32(Math.max(row + 1, codes.length * 2), this.#spare);
      longer.set(codes);
      codes = this.#codes = longer;
    }
    codes[row] = code;
  }
}

const noRange: NumberRange = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, present: 0 };

const nothingWritten = (): Written => ({
  unusual: 0,
  example: '',
  marked: 0,
  proven: 0,
  open: '',
  exponents: 0,
  decimals: 0,
  otherDecimals: 0,
  fromNumbers: 0,
  bareTexts: 0,
  markers: new Map<string, Marker>(),
  lines: [],
});

/** Rows per batch for a table this wide: batches stay near 32 MB however many columns there are. */
export const batchRowsFor = (columns: number, aim: number): number =>
  Math.max(64, Math.min(aim, Math.floor(4_194_304 / Math.max(1, columns))));
