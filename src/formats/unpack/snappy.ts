/** Unpacks Snappy's elements, without the size before them. */
import { doneAt, slack, snappyModule } from './snappyModule';

const pageBytes = 65_536;
const inputAt = 64;
/** An element of three bytes stands for 64. */
export const mostSnappyRatio = 22;

type Unpack = (from: number, end: number, to: number, toEnd: number) => void;

class Unpacker {
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly #unpack: Unpack;

  constructor() {
    const module = new WebAssembly.Module(snappyModule());
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#unpack = exports['unpack'] as Unpack;
  }

  unpackTo(bytes: Uint8Array, out: Uint8Array): boolean {
    const end = inputAt + bytes.length;
    const to = (end + slack + 15) & ~15;
    const toEnd = to + out.length;
    const missing = toEnd + slack - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    const all = new Uint8Array(this.#memory.buffer);
    all.set(bytes, inputAt);
    this.#unpack(inputAt, end, to, toEnd);
    if (all[doneAt] !== 1) return false;
    out.set(all.subarray(to, toEnd));
    return true;
  }
}

let unpacker: Unpacker | undefined;

/** Fills `out` exactly, or throws. */
export function unpackSnappyTo(bytes: Uint8Array, out: Uint8Array): void {
  unpacker ??= new Unpacker();
  if (!unpacker.unpackTo(bytes, out)) throw new Error('what Snappy has packed is damaged');
}
