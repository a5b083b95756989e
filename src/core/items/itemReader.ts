/** Items of a packed store by number; chunks used last stay in memory within so many bytes. */
import type { BlobRef } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import type { BlobStore } from '../protocol/storage';
import { ByteCache } from './byteCache';
import type { PackedItems } from './packedItems';

const standardCacheBytes = 32 * 1024 ** 2;

export class ItemReader {
  readonly #items: PackedItems;
  readonly #blobs: Pick<BlobStore, 'get'>;
  readonly #chunks: ByteCache<Uint8Array<ArrayBuffer>>;
  #starts?: Promise<Float64Array>;

  constructor(items: PackedItems, blobs: Pick<BlobStore, 'get'>, cacheBytes = standardCacheBytes) {
    this.#items = items;
    this.#blobs = blobs;
    this.#chunks = new ByteCache(
      cacheBytes,
      (number) => this.#ref(number).bytes,
      (number) => blobs.get(this.#ref(number)),
    );
  }

  get count(): number {
    return this.#items.count;
  }

  get peakBytes(): number {
    return this.#chunks.peakBytes;
  }

  /** A copy. */
  async read(item: number): Promise<Uint8Array<ArrayBuffer>> {
    const [start, end] = await this.#range(item);
    const { chunkBytes } = this.#items;
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end; ) {
      const number = Math.floor(at / chunkBytes);
      const chunk = await this.#chunks.get(number);
      const part = chunk.subarray(at - number * chunkBytes, end - number * chunkBytes);
      bytes.set(part, at - start);
      at += part.length;
    }
    return bytes;
  }

  /** As a file that lies on the disk, however large. */
  async open(item: number, blobs: Pick<BlobStore, 'open'>): Promise<Blob> {
    const [start, end] = await this.#range(item);
    const { chunkBytes } = this.#items;
    const parts: Blob[] = [];
    for (let at = start; at < end; ) {
      const number = Math.floor(at / chunkBytes);
      const first = number * chunkBytes;
      const stop = Math.min(end, first + chunkBytes);
      parts.push((await blobs.open(this.#ref(number))).slice(at - first, stop - first));
      at = stop;
    }
    return new Blob(parts);
  }

  async bytesOf(item: number): Promise<number> {
    const [start, end] = await this.#range(item);
    return end - start;
  }

  /** Number of the chunk an item begins in: items of one are read together. */
  async chunkOf(item: number): Promise<number> {
    const [start] = await this.#range(item);
    return Math.floor(start / this.#items.chunkBytes);
  }

  async #range(item: number): Promise<[start: number, end: number]> {
    this.#starts ??= this.#blobs.get(this.#items.index).then(({ buffer, byteOffset, byteLength }) => {
      // Blobs may begin anywhere.
      const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
      return new Float64Array(bytes);
    });
    const starts = await this.#starts;
    const [start, end] = [starts[item], starts[item + 1]];
    if (start !== undefined && end !== undefined) return [start, end];
    throw new TetradError({
      code: 'badInput',
      message: `There is no sample ${item}; there are ${this.#items.count.toLocaleString('en')}, counted from 0.`,
      place: 'samples',
    });
  }

  #ref(number: number): BlobRef {
    const ref = this.#items.chunks[number];
    if (ref) return ref;
    throw new TetradError({
      code: 'corrupt',
      message: `The dataset has no chunk ${number}.`,
      hint: 'Import the files again.',
    });
  }
}
