/** Clips as pictures of time and frequency: all of them held where they are few, else made block by block as batches need them. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { Hearing } from '#/core/audio/audioSchema';
import { pictureOf } from '#/core/audio/features';
import { audioShape, BandFit, type FittedAudio, standardizePictures } from '#/core/audio/fittedAudio';
import { ByteCache } from '#/core/items/byteCache';
import { breathe } from '#/core/protocol/heartbeat';
import type { ClipPlace, ClipReader } from '#/formats/audio/clipReader';
import type { FrameSource } from '../frameSource';
import type { Blobs } from '../kindEngine';
import type { Split } from '../preparedData';
import { SpilledBlocks } from '../spilledBlocks';

/** Clips whose pictures are made together: neighbours, which are often of one file. */
const blockClips = 64;
/** Mean and deviation settle long before. */
const mostFitted = 4096;

export interface PictureFrames {
  bytes: number;
  isHeld: boolean;
  fit(train: Uint32Array): Promise<FittedAudio>;
  /** Frame i is clip i. The pictures themselves are used up. */
  frames(fitted: FittedAudio): Pick<Split, 'features' | 'source'>;
  close(): Promise<void>;
}

export async function pictureFrames(
  places: readonly ClipPlace[],
  reader: ClipReader,
  hearing: Hearing,
  { heldBytes, cacheBytes }: { heldBytes: number; cacheBytes: number },
  blobs: Blobs,
): Promise<PictureFrames> {
  const shape = audioShape(hearing);
  const width = sizeOf(shape);
  const take = pictureOf(hearing.features, hearing.rate);
  const into = async (clip: number, values: Float32Array, at: number): Promise<void> => {
    if (clip % 16 === 0) breathe();
    values.set(take(await reader.read(places[clip] as ClipPlace, hearing)), at);
  };
  const bytes = places.length * width * Float32Array.BYTES_PER_ELEMENT;
  const isHeld = bytes <= heldBytes;
  const held = isHeld ? new Float32Array(places.length * width) : undefined;
  if (held) for (let clip = 0; clip < places.length; clip++) await into(clip, held, clip * width);
  const inBlock = (block: number): number => Math.min(blockClips, places.length - block * blockClips);
  const lengths = Array.from(
    { length: Math.ceil(places.length / blockClips) },
    (_, block) => inBlock(block) * width,
  );
  const spilled = new SpilledBlocks(
    lengths,
    (length) => new Float32Array(length),
    async (block) => {
      const values = new Float32Array(inBlock(block) * width);
      for (let i = 0; i < inBlock(block); i++) await into(block * blockClips + i, values, i * width);
      return values;
    },
    blobs,
  );
  const cache = new ByteCache(
    cacheBytes,
    (block) => (lengths[block] ?? 0) * Float32Array.BYTES_PER_ELEMENT,
    (block) => spilled.get(block),
  );
  const pictureAt = async (clip: number): Promise<Float32Array> => {
    if (held) return held.subarray(clip * width, (clip + 1) * width);
    const at = (clip % blockClips) * width;
    return (await cache.get(Math.floor(clip / blockClips))).subarray(at, at + width);
  };
  return {
    bytes,
    isHeld,
    async fit(train) {
      const fit = new BandFit(shape[1] as number);
      const step = Math.max(1, train.length / mostFitted);
      for (let i = 0; i < train.length; i += step) fit.add(await pictureAt(train[Math.floor(i)] as number));
      return { ...hearing, ...fit.fitted() };
    },
    frames(fitted) {
      if (held) {
        standardizePictures(held, fitted);
        return { features: held };
      }
      const source: FrameSource = {
        width,
        blockOf: (clip) => Math.floor(clip / blockClips),
        // The next batch may be on its way.
        blocksAtHand: Math.max(1, Math.floor(cacheBytes / (blockClips * width * 4) / 2)),
        peakBytes: () => cache.peakBytes,
        async read(clips) {
          const values = new Float32Array(clips.length * width);
          for (const [i, clip] of clips.entries()) values.set(await pictureAt(clip), i * width);
          standardizePictures(values, fitted);
          return values;
        },
      };
      return { features: new Float32Array(0), source };
    },
    close: () => spilled.close(),
  };
}
