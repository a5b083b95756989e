/**
 * Deflate undone (RFC 1951) piece by piece, which says where the stream ended: what the browser's DecompressionStream
 * does not, so that of a file of several members it can read the first only.
 */
import { GzipFault } from './gzipFault';
import { type CodeTable, fillTable, newTable } from './huffman';

const historyBytes = 32 * 1024;
const outBytes = 256 * 1024;
const longestMatch = 258;
/** The largest description of codes, and what a symbol takes, with room to read ahead. */
const headerMargin = 640;
const symbolMargin = 16;

/** After the first eight, four lengths share their number of extra bits; the longest match has a symbol of its own. */
const lengthExtra = Uint8Array.from({ length: 29 }, (_, i) => (i < 8 || i === 28 ? 0 : (i >> 2) - 1));
const lengthBase = Uint16Array.from({ length: 29 }, (_, i) =>
  i === 28 ? 258 : i < 8 ? i + 3 : 3 + ((4 + (i & 3)) << ((i >> 2) - 1)),
);
const distanceBase = Uint16Array.from({ length: 30 }, (_, i) =>
  i < 4 ? i + 1 : ((2 + (i & 1)) << ((i >> 1) - 1)) + 1,
);
const distanceExtra = Uint8Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));
/** In this order the lengths of the codes for lengths are written. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

let fixed: { literals: CodeTable; distances: CodeTable } | undefined;

function fixedTables() {
  if (fixed) return fixed;
  const lengths = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
  fixed = { literals: newTable(), distances: newTable() };
  fillTable(fixed.literals, lengths);
  fillTable(fixed.distances, new Uint8Array(32).fill(5));
  return fixed;
}

export type Pause = 'input' | 'output' | 'end';

export class Inflater {
  #input = new Uint8Array(0);
  #at = 0;
  /** Behind the last real byte: zeros follow where the input ends. */
  #inputEnd = 0;
  #isLast = false;
  #bits = 0;
  #count = 0;
  readonly #out = new Uint8Array(historyBytes + outBytes + longestMatch);
  #filled = 0;
  #taken = 0;
  #state: 'block' | 'stored' | 'codes' | 'end' = 'block';
  #isLastBlock = false;
  #stored = 0;
  readonly #ownLiterals = newTable();
  readonly #ownDistances = newTable();
  #literals = this.#ownLiterals;
  #distances = this.#ownDistances;

  /** More input behind what is left; `isLast`: there will be none after it. */
  push(bytes: Uint8Array, isLast: boolean): void {
    this.#giveBack();
    const left = this.#inputEnd - this.#at;
    const joined = new Uint8Array(left + bytes.length + (isLast ? headerMargin * 2 : 0));
    joined.set(this.#input.subarray(this.#at, this.#inputEnd));
    joined.set(bytes, left);
    this.#input = joined;
    this.#at = 0;
    this.#inputEnd = left + bytes.length;
    this.#isLast = isLast;
  }

  /** Goes on until it needs more input, its output has to be taken, or the stream ends. */
  run(): Pause {
    for (;;) {
      if (this.#state === 'end') return 'end';
      const pause =
        this.#state === 'block' ? this.#block() : this.#state === 'stored' ? this.#copy() : this.#codes();
      if (this.#isPast(this.#at, this.#count)) throw new GzipFault('cut');
      if (pause) return pause;
    }
  }

  /** What came out since it was last taken. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#out.slice(this.#taken, this.#filled);
    if (this.#filled > historyBytes) {
      this.#out.copyWithin(0, this.#filled - historyBytes, this.#filled);
      this.#filled = historyBytes;
    }
    this.#taken = this.#filled;
    return taken;
  }

  /** Input behind the end of the stream. */
  rest(): Uint8Array {
    return this.#input.subarray(this.#at, this.#inputEnd);
  }

  /** Whether `bytes` more can be read without asking where the input ends. */
  #has(bytes: number): boolean {
    return this.#at + bytes <= this.#inputEnd || this.#isLast;
  }

  #read(bits: number): number {
    while (this.#count < bits) {
      this.#bits |= (this.#input[this.#at++] ?? 0) << this.#count;
      this.#count += 8;
    }
    const value = this.#bits & ((1 << bits) - 1);
    this.#bits >>>= bits;
    this.#count -= bits;
    return value;
  }

  #symbol({ entries, bits }: CodeTable): number {
    while (this.#count < bits) {
      this.#bits |= (this.#input[this.#at++] ?? 0) << this.#count;
      this.#count += 8;
    }
    const entry = entries[this.#bits & ((1 << bits) - 1)] as number;
    if (entry === 0) throw this.#fault();
    this.#bits >>>= entry & 15;
    this.#count -= entry & 15;
    return entry >> 4;
  }

  /** Whole bytes read ahead. */
  #giveBack(): void {
    this.#at -= this.#count >> 3;
    this.#count &= 7;
    this.#bits &= (1 << this.#count) - 1;
  }

  /** What follows begins at a whole byte. */
  #align(): void {
    this.#giveBack();
    this.#bits = 0;
    this.#count = 0;
  }

  #next(): void {
    this.#state = this.#isLastBlock ? 'end' : 'block';
    if (this.#isLastBlock) this.#align();
  }

  #block(): Pause | undefined {
    if (!this.#has(headerMargin)) return 'input';
    this.#isLastBlock = this.#read(1) === 1;
    const type = this.#read(2);
    if (type === 0) {
      this.#align();
      const length = this.#read(16);
      if (this.#read(16) !== (length ^ 0xffff)) throw this.#fault();
      this.#stored = length;
      this.#state = 'stored';
    } else if (type === 1) {
      ({ literals: this.#literals, distances: this.#distances } = fixedTables());
      this.#state = 'codes';
    } else if (type === 2) {
      this.#readTables();
      this.#state = 'codes';
    } else throw this.#fault();
    return undefined;
  }

  /** What was read lies behind the end: zeros that are not in the file. */
  #isPast(at: number, count: number): boolean {
    return this.#isLast && at - (count >> 3) > this.#inputEnd;
  }

  #fault = (at = this.#at, count = this.#count): GzipFault =>
    new GzipFault(this.#isPast(at, count) ? 'cut' : 'damaged');

  #readTables(): void {
    const literals = this.#read(5) + 257;
    const distances = this.#read(5) + 1;
    const lengthCodes = this.#read(4) + 4;
    const order = new Uint8Array(19);
    for (const at of lengthOrder.slice(0, lengthCodes)) order[at] = this.#read(3);
    fillTable(this.#ownLiterals, order);
    const lengths = new Uint8Array(literals + distances);
    for (let at = 0; at < lengths.length; ) {
      const symbol = this.#symbol(this.#ownLiterals);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      const before = symbol === 16 && at > 0 ? (lengths[at - 1] as number) : 0;
      const times =
        symbol === 16 ? 3 + this.#read(2) : symbol === 17 ? 3 + this.#read(3) : 11 + this.#read(7);
      if ((symbol === 16 && at === 0) || at + times > lengths.length) throw this.#fault();
      lengths.fill(before, at, at + times);
      at += times;
    }
    fillTable(this.#ownLiterals, lengths.subarray(0, literals));
    fillTable(this.#ownDistances, lengths.subarray(literals));
    this.#literals = this.#ownLiterals;
    this.#distances = this.#ownDistances;
  }

  #copy(): Pause | undefined {
    const room = this.#out.length - longestMatch - this.#filled;
    const there = this.#inputEnd - this.#at;
    const bytes = Math.max(0, Math.min(this.#stored, room, there));
    this.#out.set(this.#input.subarray(this.#at, this.#at + bytes), this.#filled);
    this.#filled += bytes;
    this.#at += bytes;
    this.#stored -= bytes;
    if (this.#stored === 0) {
      this.#next();
      return undefined;
    }
    if (bytes === room) return 'output';
    if (this.#isLast) throw new GzipFault('cut');
    return 'input';
  }

  #codes(): Pause | undefined {
    const input = this.#input;
    const out = this.#out;
    const { entries: literals, bits: literalBits } = this.#literals;
    const { entries: distances, bits: distanceBits } = this.#distances;
    const literalMask = (1 << literalBits) - 1;
    const distanceMask = (1 << distanceBits) - 1;
    const outEnd = out.length - longestMatch;
    const inputEnd = input.length - symbolMargin;
    let [at, bits, count, filled] = [this.#at, this.#bits, this.#count, this.#filled];
    let pause: Pause | undefined;
    for (;;) {
      if (filled >= outEnd) {
        pause = 'output';
        break;
      }
      if (at > inputEnd) {
        if (this.#isLast) throw new GzipFault('cut');
        pause = 'input';
        break;
      }
      while (count <= 24) {
        bits |= (input[at++] as number) << count;
        count += 8;
      }
      const literal = literals[bits & literalMask] as number;
      if (literal === 0) throw this.#fault(at, count);
      bits >>>= literal & 15;
      count -= literal & 15;
      let symbol = literal >> 4;
      if (symbol < 256) {
        out[filled++] = symbol;
        continue;
      }
      if (symbol === 256) break;
      symbol -= 257;
      if (symbol > 28) throw this.#fault(at, count);
      let extra = lengthExtra[symbol] as number;
      let length = (lengthBase[symbol] as number) + (bits & ((1 << extra) - 1));
      bits >>>= extra;
      count -= extra;
      while (count <= 24) {
        bits |= (input[at++] as number) << count;
        count += 8;
      }
      const code = distances[bits & distanceMask] as number;
      if (code === 0) throw this.#fault(at, count);
      bits >>>= code & 15;
      count -= code & 15;
      symbol = code >> 4;
      if (symbol > 29) throw this.#fault(at, count);
      while (count <= 24) {
        bits |= (input[at++] as number) << count;
        count += 8;
      }
      extra = distanceExtra[symbol] as number;
      const distance = (distanceBase[symbol] as number) + (bits & ((1 << extra) - 1));
      bits >>>= extra;
      count -= extra;
      let from = filled - distance;
      if (from < 0) throw this.#fault(at, count);
      do out[filled++] = out[from++] as number;
      while (--length > 0);
    }
    [this.#at, this.#bits, this.#count, this.#filled] = [at, bits, count, filled];
    if (!pause) this.#next();
    return pause;
  }
}
