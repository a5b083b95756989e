/** Clips of a version: the frames that were taken of its files, as they are stored. */
import { ItemReader } from '#/core/items/itemReader';
import type { DatasetSchema, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';
import { type Looking, videoColumns, videoIn } from '#/core/video/videoSchema';

export interface ClipPlace {
  item: number;
  /** The frame of the file it begins with. */
  start: number;
  first: number;
  held: number;
  fileFrames: number;
  /** The file, for what is said of it. */
  name: string;
}

export async function clipPlaces(
  { schema, chunks }: Pick<DatasetVersion, 'schema' | 'chunks'>,
  blobs: Pick<BlobStore, 'get'>,
): Promise<ClipPlace[]> {
  const { item, start, first, held, fileFrames, file } = videoColumns;
  const names = [item, start, first, held, fileFrames, file];
  const columns = await readColumns(chunks, blobs, schema, names, { asText: new Set([file]) });
  const at = (name: string, row: number): number => Number(columns.get(name)?.data[row]);
  return Array.from({ length: columns.get(item)?.data.length ?? 0 }, (_, row) => ({
    item: at(item, row),
    start: at(start, row),
    first: at(first, row),
    held: at(held, row),
    fileFrames: at(fileFrames, row),
    name: String(columns.get(file)?.data[row] ?? `clip ${row}`),
  }));
}

export class ClipReader {
  readonly items: ItemReader;
  readonly looking: Looking;
  readonly #frames: ItemReader;
  readonly #frameBytes: number;

  constructor({ data }: Pick<DatasetSchema, 'data'>, blobs: Pick<BlobStore, 'get'>, cacheBytes?: number) {
    const { items, frames, looking } = videoIn({ data });
    this.items = new ItemReader(items, blobs);
    this.#frames = new ItemReader(frames, blobs, cacheBytes);
    this.looking = looking;
    this.#frameBytes = looking.size.height * looking.size.width * looking.size.channels;
  }

  get peakBytes(): number {
    return this.#frames.peakBytes;
  }

  /** Chunk of the store that a clip begins in. */
  async chunkOf({ first }: ClipPlace): Promise<number> {
    return await this.#frames.chunkOf(first);
  }

  /** [frames, height, width, channels]; the last frame stays for those that lack. */
  async read(place: ClipPlace, to = new Uint8Array(this.looking.frames * this.#frameBytes), at = 0) {
    for (let k = 0; k < this.looking.frames; k++) {
      if (k < place.held) to.set(await this.frame(place, k), at + k * this.#frameBytes);
      else
        to.copyWithin(at + k * this.#frameBytes, at + (k - 1) * this.#frameBytes, at + k * this.#frameBytes);
    }
    return to;
  }

  async frame({ first, held, name }: ClipPlace, k: number): Promise<Uint8Array<ArrayBuffer>> {
    const frame = await this.#frames.read(first + Math.min(k, held - 1));
    if (frame.length === this.#frameBytes) return frame;
    throw new TetradError({
      code: 'corrupt',
      message: 'A stored frame has the wrong size.',
      place: name,
      hint: 'Import the files again.',
    });
  }
}
