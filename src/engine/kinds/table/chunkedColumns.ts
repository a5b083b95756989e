/** Columns of a stored table, decoded chunk by chunk as their rows are asked for. */
import type { ChunkRef, DatasetVersion } from '#/core/protocol/dataset';
import { readColumns, type ReadColumnsOptions } from '#/core/table/readColumns';
import type { Values } from '#/core/transforms/transformDef';
import { ByteCache } from '#/core/items/byteCache';
import type { Blobs } from '../kindEngine';

const cellBytes = 8;

export class ChunkedColumns {
  /** Row that each chunk begins with, and the end. */
  readonly starts: number[] = [0];
  private readonly chunks: readonly ChunkRef[];
  private readonly cache: ByteCache<Map<string, Values>>;

  constructor(
    { chunks, schema }: Pick<DatasetVersion, 'chunks' | 'schema'>,
    blobs: Blobs,
    names: readonly string[],
    allowedBytes: number,
    options?: ReadColumnsOptions,
  ) {
    this.chunks = chunks;
    for (const { rows } of chunks) this.starts.push((this.starts.at(-1) as number) + rows);
    this.cache = new ByteCache(
      allowedBytes,
      (chunk) => (chunks[chunk]?.rows ?? 0) * names.length * cellBytes,
      (chunk) => readColumns([chunks[chunk] as ChunkRef], blobs, schema, names, options),
    );
  }

  get count(): number {
    return this.chunks.length;
  }

  chunkOf(row: number): number {
    const { starts } = this;
    let [low, high] = [0, this.chunks.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] as number) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  chunk(number: number): Promise<Map<string, Values>> {
    return this.cache.get(number);
  }

  /** In the order asked for. */
  async rows(rows: ArrayLike<number>): Promise<Map<string, Values>> {
    const byChunk = new Map<number, number[]>();
    for (let at = 0; at < rows.length; at++) {
      const chunk = this.chunkOf(rows[at] as number);
      const places = byChunk.get(chunk);
      if (places) places.push(at);
      else byChunk.set(chunk, [at]);
    }
    const found = new Map<string, Values>();
    for (const [number, places] of byChunk) {
      const first = this.starts[number] as number;
      for (const [name, values] of await this.chunk(number)) {
        const to = found.get(name) ?? emptyLike(values, rows.length);
        found.set(name, to);
        for (const at of places) to.data[at] = values.data[(rows[at] as number) - first] as never;
      }
    }
    return found;
  }
}

const emptyLike = ({ kind }: Values, rows: number): Values =>
  kind === 'number'
    ? { kind, width: 1, data: new Float64Array(rows).fill(Number.NaN) }
    : { kind, data: Array.from({ length: rows }, () => null) };
