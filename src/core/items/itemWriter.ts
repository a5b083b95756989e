/** Packs items into chunks while they are read; a chunk being filled and two being written are in memory. */
import type { BlobRef } from '../protocol/dataset';
import type { BlobStore } from '../protocol/storage';
import { type PackedItems, standardChunkBytes } from './packedItems';

const mostWrites = 2;

export class ItemWriter {
  readonly #blobs: Pick<BlobStore, 'put'>;
  readonly #chunkBytes: number;
  readonly #starts: number[] = [0];
  readonly #chunks: Promise<BlobRef>[] = [];
  #chunk: Uint8Array<ArrayBuffer>;
  #filled = 0;

  constructor(blobs: Pick<BlobStore, 'put'>, chunkBytes = standardChunkBytes) {
    this.#blobs = blobs;
    this.#chunkBytes = chunkBytes;
    this.#chunk = new Uint8Array(chunkBytes);
  }

  /** Behind those of a store, which stay as they are: only a last chunk that is not full is written again. */
  static async behind(
    { chunks, chunkBytes, index }: PackedItems,
    blobs: Pick<BlobStore, 'get' | 'put'>,
  ): Promise<ItemWriter> {
    const writer = new ItemWriter(blobs, chunkBytes);
    const stored = await blobs.get(index);
    const starts = new Float64Array(stored.buffer, stored.byteOffset, stored.byteLength / 8);
    for (const start of starts.subarray(1)) writer.#starts.push(start);
    const full = chunks.filter(({ bytes }) => bytes === chunkBytes);
    writer.#chunks.push(...full.map((ref) => Promise.resolve(ref)));
    const last = chunks[full.length];
    if (last) await writer.#append(await blobs.get(last));
    return writer;
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  get bytes(): number {
    return this.#starts.at(-1) as number;
  }

  /** The number of the item, when there is room for the next. */
  async add(item: Uint8Array | Blob): Promise<number> {
    let bytes = 0;
    if (item instanceof Uint8Array) {
      await this.#append(item);
      bytes = item.length;
    } else
      for await (const piece of piecesOf(item)) {
        await this.#append(piece);
        bytes += piece.length;
      }
    this.#starts.push(this.bytes + bytes);
    return this.count - 1;
  }

  async done(): Promise<PackedItems> {
    if (this.#filled > 0) await this.#put();
    const starts = Float64Array.from(this.#starts);
    return {
      count: this.count,
      chunkBytes: this.#chunkBytes,
      chunks: await Promise.all(this.#chunks),
      index: await this.#blobs.put(new Uint8Array(starts.buffer)),
    };
  }

  /** When an import is given up: nothing is on its way any more. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#chunks);
  }

  async #append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + this.#chunkBytes - this.#filled);
      this.#chunk.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === this.#chunkBytes) await this.#put();
    }
  }

  async #put(): Promise<void> {
    const chunk = this.#chunk.subarray(0, this.#filled);
    this.#chunk = new Uint8Array(this.#chunkBytes);
    this.#filled = 0;
    const ref = this.#blobs.put(chunk);
    ref.catch(() => undefined); // done() rejects with it.
    this.#chunks.push(ref);
    await this.#chunks.at(-mostWrites - 1);
  }
}

async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
