/**
 * Images of a version at the size a network takes: unpacked once and held as bytes where they are few, else block by block
 * as batches need them. Never are all of them in memory as numbers.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import { type FittedImages, imageShape, PixelFit, standardizePixels } from '#/core/images/fittedImages';
import { type ImageSchema, imagesIn, type ImageSize } from '#/core/images/imageSchema';
import { notCounted } from '#/core/images/maskCodes';
import type { Pixels } from '#/core/images/pixels';
import { resizePixels } from '#/core/images/resizePixels';
import { ByteCache } from '#/core/items/byteCache';
import { ItemReader } from '#/core/items/itemReader';
import { breathe } from '#/core/protocol/heartbeat';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import { cacheBytes } from '#/core/train/dataAllowance';
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

/** Where frames come from: the bytes of an image at a size, and behind them those of its answer. */
export interface ImageFrames {
  reader: ItemReader;
  size: ImageSize;
  /** Of the pixels of an image, and of what follows them: labels, of which notCounted is none. */
  imageBytes: number;
  answerBytes: number;
  /** `row`: for what is said of it. */
  into(item: number, row: number, to: Uint8Array, at: number): Promise<void>;
}

/** Of images held as numbers; above, they are unpacked batch by batch. All that Newton's method is given is below it. */
const mostHeldBytes = 192 * 1024 ** 2;
const mostCachedBytes = 96 * 1024 ** 2;

export const imageMemory = (allowedBytes: number) => ({
  heldBytes: Math.min(allowedBytes, mostHeldBytes),
  cacheBytes: Math.min(cacheBytes(allowedBytes), mostCachedBytes),
});

/** An image of a version as it is stored, brought to a size. */
export class ImageStore implements ImageFrames {
  readonly reader: ItemReader;
  readonly size: ImageSize;
  readonly imageBytes: number;
  readonly answerBytes = 0;
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

  async into(item: number, row: number, to: Uint8Array, at: number): Promise<void> {
    resizePixels(await this.pixels(item, row), this.size, to, at);
  }

  /** At its own size. */
  async pixels(item: number, row: number): Promise<Pixels> {
    const bytes = await this.reader.read(item);
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
  store: ImageFrames,
  items: Float64Array,
  rows: Uint32Array,
  { heldBytes, cacheBytes }: { heldBytes: number; cacheBytes: number },
  blobs: Blobs,
): Promise<PreparedImages> {
  const { imageBytes } = store;
  const frameBytes = imageBytes + store.answerBytes;
  const isHeld = items.length * frameBytes * Float32Array.BYTES_PER_ELEMENT <= heldBytes;
  const blocks = isHeld ? undefined : await blocksOf(store, items);
  const lengths = blocks?.samples.map(({ length }) => length * frameBytes) ?? [];
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
    if (held) return [held, sample * frameBytes];
    const { block = 0, place = 0 } = blocks?.at(sample) ?? {};
    return [await cache.get(block), place * frameBytes];
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
      const numbersOf = (bytes: Uint8Array, from: number, to: Float32Array<ArrayBuffer>, at: number) => {
        standardizePixels(bytes.subarray(from, from + imageBytes), fitted, to, at);
        for (let i = imageBytes; i < frameBytes; i++)
          to[at + i] = bytes[from + i] === notCounted ? -1 : (bytes[from + i] as number);
      };
      if (held && frameBytes === imageBytes) return { features: standardizePixels(held, fitted) };
      if (held) {
        const features = new Float32Array(held.length);
        for (let at = 0; at < held.length; at += frameBytes) numbersOf(held, at, features, at);
        return { features };
      }
      const largest = Math.max(1, ...lengths);
      const source: FrameSource = {
        width: frameBytes,
        blockOf: (frame) => blocks?.at(frame).block ?? 0,
        // The next batch may be on its way.
        blocksAtHand: Math.max(1, Math.floor(cacheBytes / largest / 2)),
        peakBytes: () => cache.peakBytes,
        async read(frames) {
          const values = new Float32Array(frames.length * frameBytes);
          for (const [i, frame] of frames.entries()) {
            const [bytes, at] = await bytesOf(frame);
            numbersOf(bytes, at, values, i * frameBytes);
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
  store: ImageFrames,
  items: Float64Array,
  rows: Uint32Array,
  samples: readonly number[],
): Promise<Uint8Array<ArrayBuffer>> {
  const frameBytes = store.imageBytes + store.answerBytes;
  const bytes = new Uint8Array(samples.length * frameBytes);
  const some = Array.from({ length: unpackedAtOnce }, async (_, first) => {
    for (let i = first; i < samples.length; i += unpackedAtOnce) {
      if (i % 64 === 0) breathe();
      const sample = samples[i] as number;
      await store.into(items[sample] as number, rows[sample] as number, bytes, i * frameBytes);
    }
  });
  await Promise.all(some);
  return bytes;
}

/** Samples that are stored together, so many that their images are a block. */
async function blocksOf(store: ImageFrames, items: Float64Array) {
  const most = Math.max(1, Math.floor(blockBytes / (store.imageBytes + store.answerBytes)));
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
