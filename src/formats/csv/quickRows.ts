/**
 * What scanner.ts reads row by row, read many rows at a time by the module of quickModule.ts: blocks of bytes go into its
 * memory, and what it found in them into the builders of the columns.
 */
import { isMissingText } from '#/core/table/cellValue';
import type { ColumnBuilder } from '#/core/table/columnBuilder';
import { space } from './lineBytes';
import { mayBeMissing } from './mayBeMissing';
import { protectsFormula } from './protectsFormula';
import { column, control, key, type QuickDialect, quickModule, slotsPerKey } from './quickModule';

const blockBytes = 262_144;
/** Cells of a block's rows. */
const mostCells = 65_536;
const mostColumns = 4096;
const longestHeader = 8192;
const pageBytes = 65_536;
const flagOfLast = 1;

type Scan = (at: number, end: number, mostRows: number, columns: number, lastColumn: number) => void;
/** A cell that is not known yet, for `row`. */
export type AddCell = (
  bytes: Uint8Array,
  start: number,
  end: number,
  column: number,
  quoted: boolean,
  row: number,
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
  readonly #mostRows: number;
  readonly #keys: number;
  readonly #columns: number;
  readonly #block: number;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  /** Of each column and key of a text: 0 not seen in this batch, -1 to be added cell by cell, else 2 * code + bare + 1. */
  readonly #known: Int32Array[];
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
    this.#known = builders.map(() => new Int32Array(0));
    const module = new WebAssembly.Module(quickModule(dialect, { keys, keyBytes }, names.length));
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#scan = exports['scan'] as Scan;
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
    for (const known of this.#known) known.fill(0);
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
    builder.addNumbers(row, values, new Int32Array(this.#memory.buffer, this.#field(i, column.hows), rows));
  }

  #addTexts(builder: ColumnBuilder, i: number, row: number, rows: number, addCell: AddCell) {
    const words = this.#words;
    const first = this.#field(i, column.values) >> 2;
    const keys = this.#field(i, column.keys) >> 2;
    let known = this.#known[i] as Int32Array;
    if (known.length === 0) known = this.#known[i] = new Int32Array(this.#keys);
    const codes = builder.codesFor(row + rows);
    let bare = 0;
    for (let at = 0; at < rows; at++) {
      const text = words[first + at] as number;
      const place = text < 0 ? 0 : (known[text] as number);
      if (text < 0) codes[row + at] = -1;
      else if (place > 0) {
        codes[row + at] = (place - 1) >> 1;
        bare += (place - 1) & flagOfLast;
      } else {
        const entry = keys + text * (key.bytes >> 2);
        const start = words[entry + 1] as number;
        const length = (words[entry + 2] as number) & (key.quoted - 1);
        const quoted = words[entry + 2] !== length;
        addCell(this.#bytes, start, start + length, i, quoted, row + at);
        const code = codes[row + at] as number;
        const plain = code >= 0 && this.#isPlain(start, start + length, quoted);
        known[text] = plain ? 2 * code + (quoted ? 0 : flagOfLast) + 1 : -1;
      }
    }
    builder.noteBareTexts(bare);
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
    this.#known[i]?.fill(0);
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

const align = (at: number): number => (at + 15) & ~15;
