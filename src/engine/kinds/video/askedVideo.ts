/** Clips that a model is asked about: of a dataset by number, files, or pixels. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { Pixels } from '#/core/images/pixels';
import { resizePixels } from '#/core/images/resizePixels';
import type { WindowSamples } from '#/core/kinds/rawSamples';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { RawRow } from '#/core/protocol/model';
import type { PredictRequest } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { takenFrames } from '#/core/video/clipFrames';
import type { FittedVideo } from '#/core/video/fittedVideo';
import { type Looking, videoIn, videoShape } from '#/core/video/videoSchema';
import { clipPlaces, ClipReader } from '#/formats/video/clipReader';
import { openVideo } from '#/formats/video/openVideo';
import { damaged, type OpenedVideo } from '#/formats/video/openedVideo';
import { framesOf, takeFrames } from '#/formats/video/takeFrames';
import type { AskedVersion, Blobs } from '../kindEngine';
import type { Remarks } from '../remarks';

/** Pixels of 0 to 255, which are whole numbers. */
const clipsOf = (shape: readonly number[], bytes: Uint8Array): WindowSamples => ({
  form: 'windows',
  rows: bytes.length / sizeOf(shape),
  shape,
  values: Float32Array.from(bytes),
});

export async function readClips(
  version: DatasetVersion,
  fitted: FittedVideo,
  rows: ArrayLike<number>,
  blobs: Blobs,
): Promise<WindowSamples> {
  const places = await clipPlaces(version, blobs);
  const reader = new ClipReader(version.schema, blobs);
  const shape = videoShape(fitted);
  const bytes = new Uint8Array(rows.length * sizeOf(shape));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const place = places[row];
    if (!place)
      throw new TetradError({
        code: 'badInput',
        message: `There is no clip ${row}; the dataset has ${version.rows.toLocaleString('en')}, counted from 0.`,
        place: 'samples',
      });
    fitClip(await reader.read(place), videoIn(version.schema).looking, fitted, bytes, i * sizeOf(shape));
  }
  return clipsOf(shape, bytes);
}

/** Of another size, or of more or fewer frames, than the model takes. */
function fitClip(
  clip: Uint8Array<ArrayBuffer>,
  { frames, size }: Pick<Looking, 'frames' | 'size'>,
  fitted: FittedVideo,
  to: Uint8Array,
  at: number,
): void {
  const frameBytes = size.height * size.width * size.channels;
  const wanted = fitted.size.height * fitted.size.width * fitted.size.channels;
  const taken = takenFrames(frames, { ...fitted, stride: 0 });
  for (let k = 0; k < fitted.frames; k++) {
    const number = taken[Math.min(k, taken.length - 1)] as number;
    const data = clip.subarray(number * frameBytes, (number + 1) * frameBytes);
    const image: Pixels = { ...size, data };
    resizePixels(image, fitted.size, to, at + k * wanted);
  }
}

export async function askedVideo(
  model: Pick<AskedVersion, 'datasetVersionId'>,
  fitted: FittedVideo,
  { rows, files, field, fieldShape, datasetVersionId }: Omit<PredictRequest, 'modelVersionId'>,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
  remarks: Remarks,
): Promise<WindowSamples> {
  if (files && files.length > 0) return await ofFiles(files, fitted, remarks);
  if (field) return ofPixels(field, fieldShape, fitted);
  const dataset = await storage.datasets.version(datasetVersionId ?? model.datasetVersionId);
  if (dataset) return await readClips(dataset, fitted, clipNumbers(rows), storage.blobs);
  throw new TetradError({
    code: 'notFound',
    message: 'The dataset with these clips was deleted.',
    hint: 'Choose another dataset, or give the video as files.',
  });
}

async function ofFiles(
  files: readonly File[],
  fitted: FittedVideo,
  remarks: Remarks,
): Promise<WindowSamples> {
  const shape = videoShape(fitted);
  const width = sizeOf(shape);
  const bytes = new Uint8Array(files.length * width);
  const frameBytes = width / fitted.frames;
  const { frames: length, stride } = fitted;
  for (const [i, file] of files.entries()) {
    const name = file.name || `file ${i + 1}`;
    const opened = await openVideo(file, name);
    for (const note of opened.notes) remarks.add(`${name}: ${note}`);
    const held =
      stride === 0 ? await wholeClip(opened, fitted, name) : await middleClip(opened, fitted, name, remarks);
    if (held.length < length)
      remarks.add(`${name} has fewer than the ${length} frames that the model looks at; the last one stays.`);
    for (let k = 0; k < length; k++)
      bytes.set(held[Math.min(k, held.length - 1)] as Uint8Array, i * width + k * frameBytes);
  }
  return clipsOf(shape, bytes);
}

async function wholeClip(opened: OpenedVideo, fitted: FittedVideo, name: string): Promise<Uint8Array[]> {
  const held: Uint8Array[] = [];
  await framesOf(opened, fitted, name, async (frame) => {
    held.push(frame);
  });
  return held;
}

/** Of a file that is longer than a clip, the middle; of one that breaks off before it, the beginning. */
async function middleClip(
  opened: OpenedVideo,
  fitted: FittedVideo,
  name: string,
  remarks: Remarks,
): Promise<Uint8Array[]> {
  const { frames: length, size } = fitted;
  const taken = takenFrames(opened.frames, fitted);
  const middle = Math.max(0, (taken.length - length) >> 1);
  for (const from of new Set([middle, 0])) {
    const held: Uint8Array[] = [];
    for await (const frame of takeFrames(opened, taken.subarray(from, from + length), size)) held.push(frame);
    if (held.length === 0) continue;
    if (taken.length > length)
      remarks.add(
        `${name} has ${taken.length.toLocaleString('en')} frames that could be taken and the model looks at ${length}: it was asked about ${from > 0 ? 'the middle' : 'the beginning'}.`,
      );
    return held;
  }
  throw damaged('No frame of it can be decoded.', name, 'The file is damaged: write it again.');
}

/** Of any height and width; as many frames as the model looks at. */
function ofPixels(
  field: Float32Array,
  given: readonly number[] | undefined,
  fitted: FittedVideo,
): WindowSamples {
  const own = videoShape(fitted);
  const shape = given ?? [field.length / sizeOf(own), ...own];
  const [count = 0, frames = 0, height = 0, width = 0, channels = 0] = shape;
  if (
    shape.length !== 5 ||
    !Number.isInteger(count) ||
    count < 1 ||
    frames !== fitted.frames ||
    (channels !== 1 && channels !== 3) ||
    sizeOf(shape) !== field.length
  )
    throw new TetradError({
      code: 'badInput',
      message: `The inputs have the shape [${shape.join(', ')}]; clips are [batch, ${fitted.frames}, height, width, channel] with 1 or 3 channels.`,
      place: 'inputs',
      hint: `This model takes ${own.join(' × ')}; other heights and widths are brought to it.`,
    });
  const wrong = field.findIndex((value) => !(value >= 0 && value <= 255));
  if (wrong >= 0)
    throw new TetradError({
      code: 'badInput',
      message: `Pixels are 0 to 255; value ${wrong} is ${field[wrong]}.`,
      place: 'inputs',
      hint: 'Multiply values of 0 to 1 by 255.',
    });
  const bytes = new Uint8Array(count * sizeOf(own));
  const looked = { frames, size: { ...fitted.size, height, width, channels } as Looking['size'] };
  const clip = sizeOf(shape) / count;
  for (let i = 0; i < count; i++)
    fitClip(
      Uint8Array.from(field.subarray(i * clip, (i + 1) * clip), Math.round),
      looked,
      fitted,
      bytes,
      i * sizeOf(own),
    );
  return clipsOf(own, bytes);
}

export const clipNumbers = (rows: readonly RawRow[]): number[] =>
  rows.map((row, i) => {
    const sample = Number(row.sample ?? Number.NaN);
    if (Number.isInteger(sample) && sample >= 0) return sample;
    throw new TetradError({
      code: 'badInput',
      message: 'A model on video answers clips of its dataset by number, files, or pixels given as inputs.',
      place: `row ${i + 1}`,
      hint: 'Give { "sample": 0 }, files, or the pixels as inputs.',
    });
  });
