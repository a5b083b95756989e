/** The frames of a stored field while a training is prepared: all of them in memory, or read chunk by chunk where they are too many. */
import { type FittedChannel, standardizeFrames } from '#/core/grid/fittedGrid';
import type { GridChunk } from '#/core/grid/gridSchema';
import { breathe } from '#/core/protocol/heartbeat';
import { cacheBytes } from '#/core/train/dataAllowance';
import { ByteCache } from '#/core/items/byteCache';
import type { FrameSource } from '../frameSource';
import type { Blobs } from '../kindEngine';
import type { Split } from '../preparedData';
import { toFloats } from './cutFrame';
import type { FrameLayout } from './frameLayout';

/** As it was read, missing = NaN: a frame is the values from `start` to `end`. */
export type VisitFrame = (frame: number, values: Float32Array, start: number, end: number) => void;

export interface FrameStore {
  /** In any order. */
  visit(frames: Iterable<number>, visit: VisitFrame): Promise<void>;
  /** Standardised; missing values become `missing`. The store itself is used up. */
  standardized(channels: readonly FittedChannel[], missing: number): Pick<Split, 'features' | 'source'>;
}

export async function openFrames(
  layout: FrameLayout,
  blobs: Blobs,
  allowedBytes: number,
): Promise<FrameStore> {
  return layout.bytes > allowedBytes
    ? streamed(layout, blobs, cacheBytes(allowedBytes))
    : await held(layout, blobs);
}

async function held(layout: FrameLayout, blobs: Blobs): Promise<FrameStore> {
  const { count, frameSize, chunks } = layout;
  const values = new Float32Array(count * frameSize);
  for (const [number, chunk] of chunks.entries()) {
    const stored = toFloats(await blobs.get(chunk));
    for (const frame of layout.framesIn(number)) layout.cut(stored, number, frame, values, frame * frameSize);
  }
  return {
    async visit(frames, visit) {
      for (const frame of frames) visit(frame, values, frame * frameSize, (frame + 1) * frameSize);
    },
    standardized(channels, missing) {
      standardizeFrames(values, channels, missing);
      return { features: values };
    },
  };
}

function streamed(layout: FrameLayout, blobs: Blobs, allowedBytes: number): FrameStore {
  const { chunks, frameSize, count } = layout;
  const bytesOf = (number: number): number => (chunks[number] as GridChunk).bytes;
  const cache = new ByteCache(allowedBytes, bytesOf, async (number) =>
    toFloats(await blobs.get(chunks[number] as GridChunk)),
  );
  const largest = Math.max(1, ...chunks.map(({ bytes }) => bytes));
  return {
    async visit(frames, visit) {
      const wanted = new Uint8Array(count);
      for (const frame of frames) wanted[frame] = 1;
      const one = new Float32Array(frameSize);
      for (const number of chunks.keys()) {
        let stored: Float32Array | undefined;
        for (const frame of layout.framesIn(number)) {
          if (!wanted[frame]) continue;
          stored ??= await cache.get(number);
          layout.cut(stored, number, frame, one, 0);
          visit(frame, one, 0, frameSize);
        }
        breathe();
      }
    },
    standardized(channels, missing) {
      const source: FrameSource = {
        width: frameSize,
        blockOf: (frame) => layout.chunkOf(frame),
        // A window may run on into the next chunk, and the next batch be on its way.
        blocksAtHand: Math.max(1, Math.floor(allowedBytes / largest / 2)),
        peakBytes: () => cache.peakBytes,
        async read(frames) {
          const values = new Float32Array(frames.length * frameSize);
          for (const [i, frame] of frames.entries()) {
            const number = layout.chunkOf(frame);
            layout.cut(await cache.get(number), number, frame, values, i * frameSize);
          }
          standardizeFrames(values, channels, missing);
          return values;
        },
      };
      return { features: new Float32Array(0), source };
    },
  };
}
