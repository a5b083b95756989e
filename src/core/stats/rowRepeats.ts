/**
 * How many rows of a table equal an earlier one, as its batches stream by: a hash of 53 bits for each row, compared at
 * the end. Two different rows share one by chance in one of 10^4 tables of a million rows; beyond the bound
 * nothing is known.
 */
import { numberToText } from '../table/cellValue';
import type { ColumnValues } from '../table/column';
import { hashLoopsFor } from './hashLoops';
import { missing, mix } from './rowHash';

const mostRows = 4_000_000;

export class RowRepeats {
  #parts: { a: Int32Array; b: Int32Array }[] = [];
  #rows = 0;

  add(columns: readonly ColumnValues[], rows: number): void {
    this.#rows += rows;
    if (this.#rows > mostRows) {
      this.#parts = [];
      return;
    }
    const loops = hashLoopsFor(rows);
    const { a, b } = loops?.rows(rows) ?? { a: new Int32Array(rows), b: new Int32Array(rows) };
    a.fill(0x1b873593);
    b.fill(0x2545f491);
    for (const column of columns) {
      if (column.physical === 'f64') {
        if (loops) loops.mixRows(column.values);
        else addNumbers(a, b, column.values);
      } else addTexts(a, b, column.codes, column.dictionary);
    }
    // 21 bits of the second, one more than there are: 0 is an empty place of the table.
    for (let row = 0; row < rows; row++) b[row] = ((b[row] as number) >>> 11) + 1;
    this.#parts.push(loops ? { a: a.slice(), b: b.slice() } : { a, b });
  }

  /** undefined: there were too many rows to tell. */
  count(): number | undefined {
    if (this.#rows > mostRows) return undefined;
    return this.#rows - differentOf(this.#parts, this.#rows);
  }
}

/** Rows that are looked up together, in a table that stays in the processor's cache. */
const bucketRows = 4096;

/** How many different pairs there are: sorted into buckets first, for a table of all would be missed by every look-up. */
function differentOf(parts: readonly { a: Int32Array; b: Int32Array }[], rows: number): number {
  const bits = Math.max(1, Math.ceil(Math.log2(Math.max(1, rows / bucketRows))));
  const shift = 32 - bits;
  const starts = new Int32Array(2 ** bits + 1);
  for (const { a } of parts)
    for (let row = 0; row < a.length; row++) (starts[((a[row] as number) >>> shift) + 1] as number)++;
  let largest = 0;
  for (let bucket = 1; bucket < starts.length; bucket++) {
    largest = Math.max(largest, starts[bucket] as number);
    (starts[bucket] as number) += starts[bucket - 1] as number;
  }
  const allA = new Int32Array(rows);
  const allB = new Int32Array(rows);
  const next = starts.slice();
  for (const { a, b } of parts)
    for (let row = 0; row < a.length; row++) {
      const at = (next[(a[row] as number) >>> shift] as number)++;
      allA[at] = a[row] as number;
      allB[at] = b[row] as number;
    }
  const places = 2 ** Math.ceil(Math.log2(Math.max(1, largest) * 1.5));
  const mask = places - 1;
  const seenA = new Int32Array(places);
  const seenB = new Int32Array(places);
  let different = 0;
  for (let bucket = 0; bucket + 1 < starts.length; bucket++) {
    seenB.fill(0);
    for (let at = starts[bucket] as number; at < (starts[bucket + 1] as number); at++) {
      const first = allA[at] as number;
      const second = allB[at] as number;
      let place = (first ^ (second << 11)) & mask;
      while (seenB[place] !== 0 && (seenA[place] !== first || seenB[place] !== second))
        place = (place + 1) & mask;
      if (seenB[place] === 0) different++;
      seenA[place] = first;
      seenB[place] = second;
    }
  }
  return different;
}

function addNumbers(a: Int32Array, b: Int32Array, values: Float64Array): void {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let row = 0; row < a.length; row++) {
    const value = values[row] as number;
    // All that is missing is alike.
    const isPresent = value === value;
    mix(
      a,
      b,
      row,
      isPresent ? (words[2 * row] as number) : missing[0],
      isPresent ? (words[2 * row + 1] as number) : missing[1],
    );
  }
}

/** A number that one batch holds as text and another as a number is written the same way. */
function addTexts(a: Int32Array, b: Int32Array, codes: Int32Array, dictionary: readonly string[]): void {
  const first = new Int32Array(dictionary.length);
  const second = new Int32Array(dictionary.length);
  dictionary.forEach((text, code) => ([first[code], second[code]] = hashesOf(text)));
  for (let row = 0; row < a.length; row++) {
    const code = codes[row] as number;
    if (code < 0) mix(a, b, row, missing[0], missing[1]);
    else mix(a, b, row, first[code] as number, second[code] as number);
  }
}

const view = new Float64Array(1);
const viewed = new Int32Array(view.buffer);

function hashesOf(text: string): readonly [number, number] {
  const value = Number(text);
  if (value === value && numberToText(value) === text) {
    view[0] = value;
    return [viewed[0] as number, viewed[1] as number];
  }
  let [x, y] = [0x811c9dc5, 0x2545f491];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    x = Math.imul(x ^ unit, 0x01000193);
    y = Math.imul(y ^ unit, 0x9e3779b1);
    y = (y << 13) | (y >>> 19);
  }
  return [x, y];
}
