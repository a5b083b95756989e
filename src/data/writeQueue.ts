/** Stores chunks in order while the next ones are read; only a few are in memory at once. */
import type { ChunkRef } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';

const mostWrites = 2;
/** Memory is handed out in multiples of it: one chunk is hardly longer than another. */
const memoryUnit = 262_144;

export class WriteQueue {
  readonly #blobs: Pick<BlobStore, 'put'>;
  readonly #refs: Promise<ChunkRef>[] = [];
  /** Of chunks that are stored. */
  readonly #spare: ArrayBuffer[] = [];
  readonly #lent = new Set<ArrayBufferLike>();

  constructor(blobs: Pick<BlobStore, 'put'>) {
    this.#blobs = blobs;
  }

  /** Resolves when there is room for the next. */
  async add(bytes: Uint8Array, rows: number): Promise<void> {
    const ref = this.#blobs
      .put(bytes)
      .finally(() => this.#giveBack(bytes.buffer))
      .then((blob) => ({ ...blob, rows }));
    ref.catch(() => undefined); // done() rejects with it.
    this.#refs.push(ref);
    await this.#refs.at(-mostWrites - 1);
  }

  /** Memory for a chunk that is added next, used again when that is stored. */
  takeMemory = (bytes: number): ArrayBuffer => {
    const place = this.#spare.findIndex(({ byteLength }) => byteLength >= bytes);
    const [known] = place < 0 ? [] : this.#spare.splice(place, 1);
    const memory = known ?? new ArrayBuffer(Math.ceil(bytes / memoryUnit) * memoryUnit);
    this.#lent.add(memory);
    return memory;
  };

  #giveBack(memory: ArrayBufferLike) {
    if (!this.#lent.delete(memory)) return;
    this.#spare.push(memory as ArrayBuffer);
    // Too short for what comes: the oldest go.
    if (this.#spare.length > mostWrites + 1) this.#spare.shift();
  }

  async settle(): Promise<void> {
    await Promise.allSettled(this.#refs);
  }

  done(): Promise<ChunkRef[]> {
    return Promise.all(this.#refs);
  }
}
