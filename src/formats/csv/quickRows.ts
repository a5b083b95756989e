/**
 * What scanner.ts reads row by row, read many rows at a time by the module of quickModule.ts: blocks of bytes go into its
 * memory, and what it found in them into the builders of the columns.
 */
import { isMissingText } from '#/core/table/cellValue';
import type { ColumnBuilder } from '#/core/table/columnBuilder';
import { space } from './lineBytes';
import { mayBeMissing } from './mayBeMissing';
import { protectsFormula } from './protectsFormula';
import { coded, note, range } from './quickCells';
import { column, control, key, type QuickDialect, quickModule, slotsPerKey } from './quickModule';

const blockBytes = 262_144;
/** Cells of a block's rows. */
const mostCells = 65_536;
const mostColumns = 4096;
const longestHeader = 8192;
const pageBytes = 65_536;
const flagOfLast = 1;

type Scan = (at: number, end: number, mostRows: number, columns: number, lastColumn: number) => void;
type OverCells = (from: number, end: number, to: number) => void;
/** A cell that is not known yet, for `row`; `text` where it is known as such. */
export type AddCell = (
  bytes: Uint8Array,
  start: number,
  end: number,
  column: number,
  quoted: boolean,
  row: number,
  text: string | undefined,
) => void;

/** No byte. */
const none = 256;

/** undefined where the browser has no WebAssembly, or the table is beyond what pays. NaN: there is no such sign. */
export function quickRows(
  { delimiter, decimal, quote, escape, comment = none }: Omit<QuickDialect, 'comment'> & { comment?: number },
  header: Uint8Array | undefined,
  builders: readonly ColumnBuilder[],
): QuickRows | undefined {
  const isAscii = [delimiter, decimal, quote, escape].every((sign) => !(sign > 127));
  if (!isAscii || delimiter === space) return undefined;
  if (builders.length > mostColumns || (header?.length ?? 0) > longestHeader) return undefined;
  const signs = { delimiter, decimal, quote: orNone(quote), escape: orNone(escape), comment };
  try {
    return new QuickRows(signs, header, builders);
  } catch {
    return undefined;
  }
}

const orNone = (sign: number): number => (Number.isNaN(sign) ? none : sign);

export class QuickRows {
  /** Where it came to in the bytes. */
  at = 0;
  readonly #builders: readonly ColumnBuilder[];
  readonly #memory: WebAssembly.Memory;
  readonly #scan: Scan;
  readonly #noteNumbers: OverCells;
  readonly #rangeOfNumbers: OverCells;
  readonly #codeTexts: OverCells;
  readonly #mostRows: number;
  readonly #keys: number;
  readonly #columns: number;
  readonly #block: number;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  /** Where, of each column and key of a text: 0 not seen in this batch or to be added cell by cell, else 2 * code + bare + 1. */
  readonly #known: number[];
  /** Texts that read the same whenever they come, by column and key. */
  readonly #texts: (string | undefined)[][];
  /** The part of which bytes lies in the block. */
  #loaded: { bytes: Uint8Array; from: number; to: number } | undefined;
  /** Rows to leave alone, after blocks of which hardly a row was plain. */
  #rest = 0;
  #pause = 1;

  constructor(dialect: QuickDialect, header: Uint8Array | undefined, builders: readonly ColumnBuilder[]) {
    const width = builders.length;
    this.#builders = builders;
    this.#mostRows = Math.max(16, Math.min(4096, Math.floor(mostCells / width)));
    const keys = width <= 64 ? 8192 : width <= 512 ? 1024 : 128;
    const keyBytes = keys * 16;
    this.#keys = keys;
    const names = header && header.length > 2 ? header : new Uint8Array(0);
    this.#columns = align(control.header + names.length);
    let next = align(this.#columns + width * column.bytes);
    const take = (bytes: number): number => {
      const at = next;
      next = align(next + bytes);
      return at;
    };
    const places = builders.map(() => ({
      values: take(this.#mostRows * 8),
      hows: take(this.#mostRows * 4),
      slots: take(keys * slotsPerKey * 4),
      keys: take(keys * key.bytes),
      texts: take(keyBytes),
    }));
    this.#known = builders.map(() => take(keys * 4));
    this.#texts = builders.map(() => []);
    this.#block = take(blockBytes + 16);
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(next / pageBytes) });
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#words = new Int32Array(this.#memory.buffer);
    this.#bytes.set(names, control.header);
    const powers = new Float64Array(this.#memory.buffer, control.powers, 19);
    powers.forEach((_, exponent) => (powers[exponent] = Number(`1e${exponent}`)));
    places.forEach((place, i) => {
      for (const [name, at] of Object.entries(place))
        this.#words[this.#wordOf(i, column[name as keyof typeof place])] = at;
    });
    const module = new WebAssembly.Module(quickModule(dialect, { keys, keyBytes }, names.length));
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#scan = exports['scan'] as Scan;
    this.#noteNumbers = exports['noteNumbers'] as OverCells;
    this.#rangeOfNumbers = exports['rangeOfNumbers'] as OverCells;
    this.#codeTexts = exports['codeTexts'] as OverCells;
  }

  /** Another row was read by the other way: is it time to go on here? */
  isReady(): boolean {
    return this.#rest === 0 || this.#rest-- === 0;
  }

  /**
   * Reads rows of bytes[start, end), at most `mostRows` of them, into the builders from `row` on; `at` says how far.
   * Answers how many.
   */
  read(
    bytes: Uint8Array,
    start: number,
    end: number,
    row: number,
    mostRows: number,
    addCell: AddCell,
  ): number {
    this.at = start;
    let rows = 0;
    while (rows < mostRows) {
      const { loaded, begin } = this.#load(bytes, this.at, end);
      const most = Math.min(this.#mostRows, mostRows - rows);
      const count = this.#run(begin + this.at - loaded.from, begin + loaded.to - loaded.from, most);
      if (count > 0)
        this.#builders.forEach((builder, i) => {
          if (this.#isText(i)) this.#addTexts(builder, i, row + rows, count, addCell);
          else this.#addNumbers(builder, i, row + rows, count);
        });
      rows += count;
      this.at = loaded.from + (this.#words[control.at >> 2] as number) - begin;
      const full = this.#words[control.full >> 2] as number;
      if (full > 0) this.#forget(full - 1);
      const isWhole = loaded.to === end || loaded.to - this.at > blockBytes / 2;
      if (count < most && isWhole) break;
    }
    if (rows >= 32) this.#pause = 1;
    else if (rows < 8) {
      this.#rest = this.#pause;
      this.#pause = Math.min(1024, this.#pause * 2);
    }
    return rows;
  }

  /** Codes are those of a batch. */
  startBatch(): void {
    this.#known.forEach((_, i) => this.#forgetCodes(i));
  }

  #run(from: number, to: number, mostRows: number): number {
    const last = this.#columns + (this.#builders.length - 1) * column.bytes;
    this.#builders.forEach((builder, i) => {
      this.#words[this.#wordOf(i, column.isText)] = builder.isText ? 1 : 0;
    });
    this.#scan(from, to, mostRows, this.#columns, last);
    return this.#words[control.rows >> 2] as number;
  }

  #load(bytes: Uint8Array, at: number, end: number) {
    let loaded = this.#loaded;
    const begin = this.#block;
    const isThere = loaded?.bytes === bytes && at >= loaded.from && at < loaded.to && loaded.to <= end;
    if (!loaded || !isThere || (loaded.to < end && loaded.to - at <= blockBytes / 2)) {
      loaded = this.#loaded = { bytes, from: at, to: Math.min(end, at + blockBytes) };
      this.#bytes.set(bytes.subarray(at, loaded.to), begin);
      // The end of a line where nothing is any more: what ends here is not whole.
      this.#bytes[begin + loaded.to - at] = 10;
    }
    return { loaded, begin };
  }

  #addNumbers(builder: ColumnBuilder, i: number, row: number, rows: number) {
    const values = new Float64Array(this.#memory.buffer, this.#field(i, column.values), rows);
    const hows = this.#field(i, column.hows);
    const again = builder.isNoted(row) ? 1 : 0;
    this.#noteNumbers(hows + 4 * again, hows + 4 * rows, control.notes);
    this.#rangeOfNumbers(values.byteOffset, values.byteOffset + values.byteLength, control.range);
    const [min = 0, max = 0] = new Float64Array(this.#memory.buffer, control.range, 2);
    const noted = (name: keyof typeof note): number =>
      this.#words[(control.notes + note[name]) >> 2] as number;
    const valueAt = (place: number): number | undefined =>
      place > 0 ? values[place - 1 + again] : undefined;
    builder.addNumbers(row, values, {
      range: { min, max, present: this.#words[(control.range + range.present) >> 2] as number },
      decimals: noted('decimals'),
      otherDecimals: noted('otherDecimals'),
      marked: noted('marked'),
      proven: noted('proven'),
      unusual: noted('unusual'),
      open: valueAt(noted('firstOpen')),
      example: valueAt(noted('firstUnusual')),
      exampleHow: this.#words[(hows >> 2) + again + noted('firstUnusual') - 1] ?? 0,
    });
  }

  #addTexts(builder: ColumnBuilder, i: number, row: number, rows: number, addCell: AddCell) {
    const words = this.#words;
    const first = this.#field(i, column.values);
    const end = first + rows * 4;
    const known = this.#known[i] as number;
    const codes = builder.codesFor(row + rows);
    for (let from = first; from < end; ) {
      this.#codeTexts(from, end, known);
      builder.noteBareTexts(words[(control.texts + coded.bare) >> 2] as number);
      const at = words[(control.texts + coded.at) >> 2] as number;
      if (at >= end) break;
      const text = words[at >> 2] as number;
      words[at >> 2] = this.#addText(builder, i, row + ((at - first) >> 2), text, codes, addCell);
      from = at + 4;
    }
    codes.set(words.subarray(first >> 2, end >> 2), row);
  }

  /** A text that has no code in this batch yet, which is told. */
  #addText(
    builder: ColumnBuilder,
    i: number,
    row: number,
    text: number,
    codes: Int32Array,
    addCell: AddCell,
  ): number {
    const words = this.#words;
    const entry = (this.#field(i, column.keys) >> 2) + text * (key.bytes >> 2);
    const start = words[entry + 1] as number;
    const length = (words[entry + 2] as number) & (key.quoted - 1);
    const quoted = words[entry + 2] !== length;
    const texts = this.#texts[i] as (string | undefined)[];
    const same = texts[text];
    addCell(this.#bytes, start, start + length, i, quoted, row, same);
    const code = codes[row] as number;
    if (code >= 0 && (same !== undefined || this.#isPlain(start, start + length, quoted))) {
      words[((this.#known[i] as number) >> 2) + text] = 2 * code + (quoted ? 0 : flagOfLast) + 1;
      if (same === undefined && isAscii(this.#bytes, start, start + length))
        texts[text] = builder.textOf(code);
    }
    return code;
  }

  /** The same code whenever it comes again. */
  #isPlain(start: number, end: number, quoted: boolean): boolean {
    if (protectsFormula(this.#bytes, start, end)) return false;
    if (quoted || !mayBeMissing(this.#bytes, start, end)) return true;
    return !isMissingText(String.fromCharCode(...this.#bytes.subarray(start, end)));
  }

  /** There is no room for another text: all that are known are looked up again. */
  #forget(i: number) {
    const slots = this.#field(i, column.slots) >> 2;
    this.#words.fill(0, slots, slots + this.#keys * slotsPerKey);
    this.#words[this.#wordOf(i, column.keyCount)] = 0;
    this.#words[this.#wordOf(i, column.textBytes)] = 0;
    this.#forgetCodes(i);
    this.#texts[i] = [];
  }

  #forgetCodes(i: number) {
    const known = (this.#known[i] as number) >> 2;
    this.#words.fill(0, known, known + this.#keys);
  }

  #isText(i: number): boolean {
    return this.#words[this.#wordOf(i, column.isText)] === 1;
  }

  #field(i: number, field: number): number {
    return this.#words[this.#wordOf(i, field)] as number;
  }

  #wordOf(i: number, field: number): number {
    return (this.#columns + i * column.bytes + field) >> 2;
  }
}

/** Other bytes may be no UTF-8, which is told batch by batch. */
function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] as number) > 127) return false;
  return true;
}

const align = (at: number): number => (at + 15) & ~15;
