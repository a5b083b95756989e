/** Stores chunks in order while the next ones are read; only a few are in memory at once. */
import type { ChunkRef } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';

const mostWrites = 2;

export class WriteQueue {
  readonly #blobs: Pick<BlobStore, 'put'>;
  readonly #refs: Promise<ChunkRef>[] = [];

  constructor(blobs: Pick<BlobStore, 'put'>) {
    this.#blobs = blobs;
  }

  /** Resolves when there is room for the next. */
  async add(bytes: Uint8Array, rows: number): Promise<void> {
    const ref = this.#blobs.put(bytes).then((blob) => ({ ...blob, rows }));
    ref.catch(() => undefined); // done() rejects with it.
    this.#refs.push(ref);
    await this.#refs.at(-mostWrites - 1);
  }

  async settle(): Promise<void> {
    await Promise.allSettled(this.#refs);
  }

  done(): Promise<ChunkRef[]> {
    return Promise.all(this.#refs);
  }
}
