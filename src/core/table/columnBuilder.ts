/**
 * Builds one column of one chunk cell by cell. It stays float64 until a cell is no number; then the
 * numbers so far become texts, written the one way `numberToText` writes them. Rows are addressed, not
 * appended, so a reader may write a half-read row again.
 */
import { numberToText } from './cellValue';
import type { ColumnValues } from './column';
import { TextDictionary } from './textDictionary';

const startRows = 256;

export class ColumnBuilder {
  #values = new Float64Array(startRows);
  #codes: Int32Array | undefined;
  #dictionary: TextDictionary | undefined;

  addNumber(row: number, value: number): void {
    if (this.#dictionary) this.#setCode(row, this.#dictionary.codeOf(numberToText(value)));
    else this.#setValue(row, value);
  }

  addMissing(row: number): void {
    if (this.#dictionary) this.#setCode(row, -1);
    else this.#setValue(row, Number.NaN);
  }

  addText(row: number, text: string): void {
    const code = this.#asText(row).codeOf(text.toWellFormed());
    this.#setCode(row, code);
  }

  addBytes(row: number, bytes: Uint8Array, start: number, end: number, onBadBytes?: () => void): void {
    const code = this.#asText(row).codeOfBytes(bytes, start, end, onBadBytes);
    this.#setCode(row, code);
  }

  /** The column of the first `rows` rows; the builder starts anew. */
  finish(rows: number): ColumnValues {
    const column: ColumnValues = this.#dictionary
      ? {
          physical: 'dict',
          codes: (this.#codes as Int32Array).subarray(0, rows),
          dictionary: this.#dictionary.entries,
        }
      : { physical: 'f64', values: this.#values.subarray(0, rows) };
    this.#values = new Float64Array(this.#dictionary ? startRows : this.#values.length);
    this.#codes = undefined;
    this.#dictionary = undefined;
    return column;
  }

  #asText(row: number): TextDictionary {
    if (this.#dictionary) return this.#dictionary;
    const dictionary = new TextDictionary();
    const codes = new Int32Array(Math.max(this.#values.length, row + 1));
    for (let i = 0; i < row; i++) {
      const value = this.#values[i] as number;
      codes[i] = Number.isNaN(value) ? -1 : dictionary.codeOf(numberToText(value));
    }
    this.#codes = codes;
    this.#dictionary = dictionary;
    return dictionary;
  }

  #setValue(row: number, value: number) {
    if (row >= this.#values.length) {
      const values = new Float64Array(this.#values.length * 2);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[row] = value;
  }

  #setCode(row: number, code: number) {
    let codes = this.#codes as Int32Array;
    if (row >= codes.length) {
      const longer = new Int32Array(codes.length * 2);
      longer.set(codes);
      codes = this.#codes = longer;
    }
    codes[row] = code;
  }
}

/** Rows per batch for a table this wide: batches stay near 32 MB however many columns there are. */
export const batchRowsFor = (columns: number, aim: number): number =>
  Math.max(64, Math.min(aim, Math.floor(4_194_304 / Math.max(1, columns))));
