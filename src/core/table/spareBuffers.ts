/**
 * Memory of columns that were read, stored and are done with, for the columns that are read next: the system takes longer
 * to hand out fresh memory than it takes to fill it. What is handed out again holds what it held before.
 */
export class SpareBuffers {
  readonly #free = new Map<number, ArrayBuffer[]>();
  readonly #most: number;
  #bytes = 0;

  /** So many bytes are kept at most. */
  constructor(most: number) {
    this.#most = most;
  }

  give(buffers: Iterable<ArrayBuffer>): void {
    for (const buffer of buffers) {
      const { byteLength } = buffer;
      if (byteLength === 0 || this.#bytes + byteLength > this.#most) continue;
      this.#bytes += byteLength;
      const alike = this.#free.get(byteLength);
      if (alike) alike.push(buffer);
      else this.#free.set(byteLength, [buffer]);
    }
  }

  take(bytes: number): ArrayBuffer {
    const buffer = this.#free.get(bytes)?.pop();
    if (!buffer) return new ArrayBuffer(bytes);
    this.#bytes -= bytes;
    return buffer;
  }
}

/** Whatever they hold; fresh memory where nobody collects spare one. */
export const float64 = (length: number, spare?: SpareBuffers): Float64Array<ArrayBuffer> =>
  spare ? new Float64Array(spare.take(length * 8)) : new Float64Array(length);
export const int32 = (length: number, spare?: SpareBuffers): Int32Array<ArrayBuffer> =>
  spare ? new Int32Array(spare.take(length * 4)) : new Int32Array(length);
