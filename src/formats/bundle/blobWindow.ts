import type { Slices } from '#/core/protocol/slices';

const windowBytes = 4 * 1024 ** 2;

/** Bytes of a file that are mostly asked for from front to back: read in large pieces, the last of which is kept. */
export class BlobWindow {
  readonly #file: Pick<Slices, 'size' | 'slice'>;
  #start = 0;
  #held: Promise<Uint8Array<ArrayBuffer>> = Promise.resolve(new Uint8Array());
  #end = 0;

  constructor(file: Pick<Slices, 'size' | 'slice'>) {
    this.#file = file;
  }

  get size(): number {
    return this.#file.size;
  }

  /** Fewer where the file ends. A copy. */
  async read(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(at + length, this.#file.size);
    if (at >= end) return new Uint8Array();
    if (end - at > windowBytes / 2) return new Uint8Array(await this.#file.slice(at, end).arrayBuffer());
    if (at < this.#start || end > this.#end) {
      this.#start = at;
      this.#end = Math.min(at + windowBytes, this.#file.size);
      this.#held = this.#file
        .slice(this.#start, this.#end)
        .arrayBuffer()
        .then((bytes) => new Uint8Array(bytes));
    }
    const start = this.#start;
    return (await this.#held).slice(at - start, end - start);
  }
}
