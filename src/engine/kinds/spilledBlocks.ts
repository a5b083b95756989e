/**
 * Blocks of data that are made once (unpacked, computed) and then lie on the disk, in a file of this thread, until they
 * are needed again: reading one back takes milliseconds where making it takes a second. Without a disk for it, or where
 * it is full, they are made again each time.
 */
import type { Scratch } from '#/core/protocol/storage';
import type { Blobs } from './kindEngine';

export class SpilledBlocks<T extends Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>> {
  readonly #starts: readonly number[];
  readonly #written = new Set<number>();
  readonly #make: (block: number) => Promise<T>;
  readonly #empty: (length: number) => T;
  readonly #blobs: Blobs;
  #scratch?: Promise<Scratch | undefined>;

  /** `lengths`: values of each block; `empty`: an array of so many. */
  constructor(
    lengths: readonly number[],
    empty: (length: number) => T,
    make: (block: number) => Promise<T>,
    blobs: Blobs,
  ) {
    let at = 0;
    this.#starts = [0, ...lengths.map((length) => (at += length))];
    this.#empty = empty;
    this.#make = make;
    this.#blobs = blobs;
  }

  async get(block: number): Promise<T> {
    const [start = 0, end = 0] = this.#starts.slice(block, block + 2);
    this.#scratch ??= this.#blobs.scratch?.() ?? Promise.resolve(undefined);
    const scratch = await this.#scratch;
    if (scratch && this.#written.has(block)) {
      const values = this.#empty(end - start);
      if (scratch.read(bytesOf(values), start * values.BYTES_PER_ELEMENT)) return values;
    }
    const values = await this.#make(block);
    try {
      scratch?.write(bytesOf(values), start * values.BYTES_PER_ELEMENT);
      this.#written.add(block);
    } catch {
      // The disk is full: what has no room is made again.
    }
    return values;
  }

  async close(): Promise<void> {
    const scratch = await this.#scratch;
    this.#scratch = Promise.resolve(undefined);
    this.#written.clear();
    await scratch?.close();
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>) =>
  new Uint8Array(buffer, byteOffset, byteLength);
