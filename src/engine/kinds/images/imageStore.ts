/**
 * Images of a version at the size a network takes: unpacked once and held as bytes where they are few, else block by block
 * as batches need them. Never are all of them in memory as numbers.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import { type FittedImages, imageShape, PixelFit, standardizePixels } from '#/core/images/fittedImages';
import { type ImageSchema, imagesIn, type ImageSize } from '#/core/images/imageSchema';
import type { Pixels } from '#/core/images/pixels';
import { resizePixels } from '#/core/images/resizePixels';
import { ByteCache } from '#/core/items/byteCache';
import { ItemReader } from '#/core/items/itemReader';
import { breathe } from '#/core/protocol/heartbeat';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import { decodeImage } from '#/formats/images/decodeImage';
import type { FrameSource } from '../frameSource';
import type { Blobs } from '../kindEngine';
import type { Split } from '../preparedData';
import { SpilledBlocks } from '../spilledBlocks';

/** Unpacked together, at most. */
const blockBytes = 8 * 1024 ** 2;
/** The browser unpacks beside us. */
const unpackedAtOnce = 8;
/** Mean and deviation settle long before. */
const mostFitted = 4096;

/** An image of a version as it is stored, brought to a size. */
export class ImageStore {
  readonly reader: ItemReader;
  readonly size: ImageSize;
  readonly imageBytes: number;
  readonly #data: ImageSchema;
  readonly #nameOf: (row: number) => string;

  constructor(
    version: Pick<DatasetVersion, 'schema'>,
    size: ImageSize,
    blobs: Blobs,
    nameOf: (row: number) => string,
  ) {
    this.#data = imagesIn(version.schema);
    this.reader = new ItemReader(this.#data.items, blobs);
    this.size = size;
    this.imageBytes = sizeOf(imageShape(size));
    this.#nameOf = nameOf;
  }

  /** `row`: for what is said of it. */
  async into(item: number, row: number, to: Uint8Array, at: number): Promise<void> {
    const bytes = await this.reader.read(item);
    resizePixels(await this.#pixels(bytes, row), this.size, to, at);
  }

  async #pixels(bytes: Uint8Array<ArrayBuffer>, row: number): Promise<Pixels> {
    const { pixels } = this.#data;
    if (pixels) return { ...pixels, data: bytes };
    try {
      return await decodeImage(bytes, this.#nameOf(row));
    } catch (thrown) {
      const { code, message, hint } = toErrorInfo(thrown);
      throw new TetradError(
        {
          code,
          message: `An image cannot be unpacked: ${message}.`,
          place: this.#nameOf(row),
          hint: hint ?? 'Leave it out of the files, and import them again.',
        },
        { cause: thrown },
      );
    }
  }
}

export interface PreparedImages {
  fit(rows: Uint32Array): Promise<FittedImages>;
  /** Frame i is sample i. */
  frames(fitted: FittedImages): Pick<Split, 'features' | 'source'>;
  close(): Promise<void>;
}

/** `items`: the item of each sample; `rows`: its number in the version. */
export async function prepareImageFrames(
  store: ImageStore,
  items: Float64Array,
  rows: Uint32Array,
  { heldBytes, cacheBytes }: { heldBytes: number; cacheBytes: number },
  blobs: Blobs,
): Promise<PreparedImages> {
  const { imageBytes } = store;
  const isHeld = items.length * imageBytes * Float32Array.BYTES_PER_ELEMENT <= heldBytes;
  const blocks = isHeld ? undefined : await blocksOf(store, items);
  const lengths = blocks?.samples.map(({ length }) => length * imageBytes) ?? [];
  const spilled = new SpilledBlocks(
    lengths,
    (length) => new Uint8Array(length),
    async (block) => await unpacked(store, items, rows, blocks?.samples[block] ?? []),
    blobs,
  );
  const cache = new ByteCache(
    cacheBytes,
    (block) => lengths[block] ?? 0,
    (block) => spilled.get(block),
  );
  const held = blocks ? undefined : await unpacked(store, items, rows, [...items.keys()]);
  const bytesOf = async (sample: number): Promise<[Uint8Array, number]> => {
    if (held) return [held, sample * imageBytes];
    const { block = 0, place = 0 } = blocks?.at(sample) ?? {};
    return [await cache.get(block), place * imageBytes];
  };
  return {
    async fit(train) {
      const fit = new PixelFit(store.size);
      const step = Math.max(1, train.length / mostFitted);
      for (let i = 0; i < train.length; i += step) {
        const [bytes, at] = await bytesOf(train[Math.floor(i)] as number);
        fit.add(bytes, at, at + imageBytes);
      }
      return fit.fitted();
    },
    frames(fitted) {
      if (held) return { features: standardizePixels(held, fitted) };
      const largest = Math.max(1, ...lengths);
      const source: FrameSource = {
        width: imageBytes,
        blockOf: (frame) => blocks?.at(frame).block ?? 0,
        // The next batch may be on its way.
        blocksAtHand: Math.max(1, Math.floor(cacheBytes / largest / 2)),
        peakBytes: () => cache.peakBytes,
        async read(frames) {
          const values = new Float32Array(frames.length * imageBytes);
          for (const [i, frame] of frames.entries()) {
            const [bytes, at] = await bytesOf(frame);
            standardizePixels(bytes.subarray(at, at + imageBytes), fitted, values, i * imageBytes);
          }
          return values;
        },
      };
      return { features: new Float32Array(0), source };
    },
    close: () => spilled.close(),
  };
}

async function unpacked(
  store: ImageStore,
  items: Float64Array,
  rows: Uint32Array,
  samples: readonly number[],
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(samples.length * store.imageBytes);
  const some = Array.from({ length: unpackedAtOnce }, async (_, first) => {
    for (let i = first; i < samples.length; i += unpackedAtOnce) {
      if (i % 64 === 0) breathe();
      const sample = samples[i] as number;
      await store.into(items[sample] as number, rows[sample] as number, bytes, i * store.imageBytes);
    }
  });
  await Promise.all(some);
  return bytes;
}

/** Samples that are stored together, so many that their images are a block. */
async function blocksOf(store: ImageStore, items: Float64Array) {
  const most = Math.max(1, Math.floor(blockBytes / store.imageBytes));
  const samples: number[][] = [];
  const blockOf = new Int32Array(items.length);
  const placeOf = new Int32Array(items.length);
  const order = Array.from(items.keys()).sort((a, b) => (items[a] as number) - (items[b] as number));
  let chunk = -1;
  for (const sample of order) {
    const own = await store.reader.chunkOf(items[sample] as number);
    if (own !== chunk || (samples.at(-1)?.length ?? 0) >= most) samples.push([]);
    chunk = own;
    const block = samples.at(-1) as number[];
    blockOf[sample] = samples.length - 1;
    placeOf[sample] = block.length;
    block.push(sample);
  }
  return {
    samples,
    at: (sample: number) => ({ block: blockOf[sample] as number, place: placeOf[sample] as number }),
  };
}
