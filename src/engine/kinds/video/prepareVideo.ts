/** A version of video to what a training is given: divided, standardised on the training clips; held where it is small. */
import { sizeOf } from '#/core/arch/sizeOf';
import { PixelFit, standardizePixels } from '#/core/images/fittedImages';
import { videoInput } from '#/core/kinds/video';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { breathe } from '#/core/protocol/heartbeat';
import { cacheBytes, readInParts } from '#/core/train/dataAllowance';
import type { FittedVideo } from '#/core/video/fittedVideo';
import { videoShape } from '#/core/video/videoSchema';
import { type ClipPlace, clipPlaces, ClipReader } from '#/formats/video/clipReader';
import { divideItems } from '../items/divideItems';
import { keptInput } from '../kept';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { PreparedData, Split } from '../preparedData';

/** Of clips held as numbers; above, their frames are read batch by batch. */
const mostHeldBytes = 256 * 1024 ** 2;
const mostCachedBytes = 128 * 1024 ** 2;
/** Mean and deviation settle long before. */
const mostFitted = 1024;

export async function prepareVideo(
  version: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes = Number.POSITIVE_INFINITY,
): Promise<PreparedData> {
  const divided = await divideItems(version, request, blobs, { sample: 'clip', samples: 'clips' });
  const all = await clipPlaces(version, blobs);
  const places = Array.from(divided.rows, (row) => all[row] as ClipPlace);
  const cached = Math.min(cacheBytes(allowedBytes), mostCachedBytes);
  const reader = new ClipReader(version.schema, blobs, cached);
  const shape = videoShape(reader.looking);
  const kept = keptInput<FittedVideo>(request);
  const fitted = kept
    ? { ...reader.looking, mean: kept.mean, std: kept.std }
    : await fit(reader, places, divided.train);
  const bytes = places.length * sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT;
  const heldBytes = Math.min(allowedBytes, mostHeldBytes);
  if (bytes > heldBytes) divided.warnings.push(readInParts(bytes, heldBytes));
  const frames =
    bytes > heldBytes
      ? await readWhenNeeded(reader, places, fitted, cached)
      : { features: await readAll(reader, places, fitted) };
  return divided.prepared(frames, {
    column: videoInput,
    input: { kind: 'video', fitted },
    shape,
  });
}

async function fit(
  reader: ClipReader,
  places: readonly ClipPlace[],
  train: Uint32Array,
): Promise<FittedVideo> {
  const pixels = new PixelFit(reader.looking.size);
  const clip = new Uint8Array(sizeOf(videoShape(reader.looking)));
  const step = Math.max(1, train.length / mostFitted);
  for (let i = 0; i < train.length; i += step) {
    breathe();
    await reader.read(places[train[Math.floor(i)] as number] as ClipPlace, clip);
    pixels.add(clip, 0, clip.length);
  }
  const { mean, std } = pixels.fitted();
  return { ...reader.looking, mean, std };
}

async function readAll(
  reader: ClipReader,
  places: readonly ClipPlace[],
  fitted: FittedVideo,
): Promise<Float32Array> {
  const width = sizeOf(videoShape(fitted));
  const values = new Float32Array(places.length * width);
  const clip = new Uint8Array(width);
  for (const [i, place] of places.entries()) {
    if (i % 16 === 0) breathe();
    standardizePixels(await reader.read(place, clip), fitted, values, i * width);
  }
  return values;
}

async function readWhenNeeded(
  reader: ClipReader,
  places: readonly ClipPlace[],
  fitted: FittedVideo,
  cached: number,
): Promise<Pick<Split, 'features' | 'source'>> {
  const width = sizeOf(videoShape(fitted));
  const blocks: number[] = [];
  for (const place of places) blocks.push(await reader.chunkOf(place));
  const clip = new Uint8Array(width);
  return {
    features: new Float32Array(0),
    source: {
      width,
      blockOf: (i) => blocks[i] as number,
      // A clip may end in the next one, and the next batch may be on its way.
      blocksAtHand: Math.max(1, Math.floor(cached / (4 * 1024 ** 2) / 3)),
      peakBytes: () => reader.peakBytes,
      async read(clips) {
        const values = new Float32Array(clips.length * width);
        for (const [i, number] of clips.entries())
          standardizePixels(await reader.read(places[number] as ClipPlace, clip), fitted, values, i * width);
        return values;
      },
    },
  };
}
