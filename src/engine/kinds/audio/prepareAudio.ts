/** A version of sound to what a training is given: divided, heard as pictures, standardised on the training clips. */
import { soundIn } from '#/core/audio/audioSchema';
import { audioShape, type FittedAudio } from '#/core/audio/fittedAudio';
import { soundInput } from '#/core/kinds/audio';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { cacheBytes, readInParts } from '#/core/train/dataAllowance';
import { clipPlaces } from '#/formats/audio/clipPlaces';
import { type ClipPlace, ClipReader } from '#/formats/audio/clipReader';
import { divideItems } from '../items/divideItems';
import { keptInput } from '../kept';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { PreparedData } from '../preparedData';
import { pictureFrames } from './pictureFrames';

/** Of pictures held as numbers; above, they are made batch by batch. */
const mostHeldBytes = 512 * 1024 ** 2;
const mostCachedBytes = 192 * 1024 ** 2;

export async function prepareAudio(
  version: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes = Number.POSITIVE_INFINITY,
): Promise<PreparedData> {
  const divided = await divideItems(version, request, blobs, { sample: 'clip', samples: 'clips' });
  const all = await clipPlaces(version, blobs);
  const heldBytes = Math.min(allowedBytes, mostHeldBytes);
  const pictures = await pictureFrames(
    Array.from(divided.rows, (row) => all[row] as ClipPlace),
    new ClipReader(version.schema, blobs),
    soundIn(version.schema).hearing,
    { heldBytes, cacheBytes: Math.min(cacheBytes(allowedBytes), mostCachedBytes) },
    blobs,
  );
  const kept = keptInput<FittedAudio>(request);
  const fitted = kept
    ? { ...soundIn(version.schema).hearing, mean: kept.mean, std: kept.std }
    : await pictures.fit(divided.train);
  const frames = pictures.frames(fitted);
  if (!pictures.isHeld) divided.warnings.push(readInParts(pictures.bytes, heldBytes));
  return {
    ...divided.prepared(frames, {
      column: soundInput,
      input: { kind: 'audio', fitted },
      shape: audioShape(fitted),
    }),
    close: pictures.close,
  };
}
