/** Runs the loops of hashModule.ts over what is copied into its memory. */
import { hashModule, stateAt } from './hashModule';

const pageBytes = 65_536;
const mostRows = 131_072;
const fewestRows = 256;
const rowsAt = 64;
const valuesAt = rowsAt + mostRows * 8;
/** Rows are mixed four at a time: a few more than there are. */
const spare = 32;

export class HashLoops {
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  readonly #mixRows: (from: number, end: number, a: number, b: number) => void;
  readonly #mixWords: (from: number, end: number) => void;

  constructor() {
    const bytes = valuesAt + mostRows * 8 + spare;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(hashModule()), { env: { memory } });
    this.#words = new Int32Array(memory.buffer);
    this.#doubles = new Float64Array(memory.buffer);
    this.#mixRows = exports['mixRows'] as (from: number, end: number, a: number, b: number) => void;
    this.#mixWords = exports['mixWords'] as (from: number, end: number) => void;
  }

  /** Hashes of so many rows, in the memory of the module: until the next are asked for. */
  rows(count: number): { a: Int32Array; b: Int32Array } {
    const [a, b] = [rowsAt >> 2, (rowsAt >> 2) + mostRows];
    return { a: this.#words.subarray(a, a + count), b: this.#words.subarray(b, b + count) };
  }

  /** Mixes a value into each of the hashes that `rows` gave. */
  mixRows(values: Float64Array): void {
    this.#doubles.set(values, valuesAt >> 3);
    this.#mixRows(valuesAt, valuesAt + values.length * 8, rowsAt, rowsAt + mostRows * 4);
  }

  /** Mixes words, a multiple of four of them, into a state of eight. */
  mixWords(state: Int32Array, words: Int32Array): void {
    this.#words.set(state, stateAt >> 2);
    const at = valuesAt >> 2;
    this.#words.set(words, at);
    this.#mixWords(valuesAt, valuesAt + words.length * 4);
    state.set(this.#words.subarray(stateAt >> 2, (stateAt >> 2) + 8));
  }
}

let loops: HashLoops | false | undefined;

/** undefined where the browser has no WebAssembly of vectors, or for so many rows they are not worth it. */
export function hashLoopsFor(rows: number): HashLoops | undefined {
  if (rows < fewestRows || rows > mostRows) return undefined;
  try {
    loops ??= new HashLoops();
  } catch {
    loops = false;
  }
  return loops || undefined;
}
