/** Sound that a model is asked about: clips of a dataset by number, files, or samples. */
import { secondsOf } from '#/core/audio/audioSchema';
import type { FittedAudio } from '#/core/audio/fittedAudio';
import type { WindowSamples } from '#/core/kinds/rawSamples';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { RawRow } from '#/core/protocol/model';
import type { PredictRequest } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { clipPlaces } from '#/formats/audio/clipPlaces';
import { ClipReader } from '#/formats/audio/clipReader';
import { openAudio } from '#/formats/audio/openAudio';
import { toMono } from '#/formats/audio/openedAudio';
import { readClip } from '#/formats/audio/readClip';
import type { AskedVersion, Blobs } from '../kindEngine';
import type { Remarks } from '../remarks';

/** Files are short; of longer ones the loudest clip in so many seconds is looked for. */
const mostSearched = 120;

export async function readClips(
  version: DatasetVersion,
  fitted: FittedAudio,
  rows: ArrayLike<number>,
  blobs: Blobs,
): Promise<WindowSamples> {
  const places = await clipPlaces(version, blobs);
  const reader = new ClipReader(version.schema, blobs);
  const clips = soundOf(rows.length, fitted);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const place = places[row];
    if (!place)
      throw new TetradError({
        code: 'badInput',
        message: `There is no clip ${row}; the dataset has ${version.rows.toLocaleString('en')}, counted from 0.`,
        place: 'samples',
      });
    clips.values.set(await reader.read(place, fitted), i * fitted.samples);
  }
  return clips;
}

export async function askedSound(
  model: Pick<AskedVersion, 'datasetVersionId'>,
  fitted: FittedAudio,
  { rows, files, field, fieldShape, datasetVersionId }: Omit<PredictRequest, 'modelVersionId'>,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
  remarks: Remarks,
): Promise<WindowSamples> {
  if (files && files.length > 0) return await ofFiles(files, fitted, remarks);
  if (field) return ofSamples(field, fieldShape, fitted);
  const dataset = await storage.datasets.version(datasetVersionId ?? model.datasetVersionId);
  if (dataset) return await readClips(dataset, fitted, clipNumbers(rows), storage.blobs);
  throw new TetradError({
    code: 'notFound',
    message: 'The dataset with these clips was deleted.',
    hint: 'Choose another dataset, or give the sound as files.',
  });
}

const soundOf = (count: number, { samples }: FittedAudio): WindowSamples => ({
  form: 'windows',
  rows: count,
  shape: [samples],
  values: new Float32Array(count * samples),
});

async function ofFiles(
  files: readonly File[],
  fitted: FittedAudio,
  remarks: Remarks,
): Promise<WindowSamples> {
  const clips = soundOf(files.length, fitted);
  const seconds = secondsOf(fitted);
  for (const [i, file] of files.entries()) {
    const name = file.name || `file ${i + 1}`;
    const opened = await openAudio(file, name);
    const { rate, frames, read, notes } = opened;
    for (const note of notes) remarks.add(`${name}: ${note}`);
    let start = 0;
    if (frames / rate > seconds + 1 / rate) {
      start = loudest(toMono(await read(0, mostSearched * rate)), Math.round(seconds * rate)) / rate;
      remarks.add(
        `${name} is ${(frames / rate).toFixed(2)} s long and the model hears ${seconds} s: it was asked about the loudest, from ${start.toFixed(2)} s on.`,
      );
    } else if (frames / rate < seconds - 1 / rate)
      remarks.add(`${name} is shorter than the ${seconds} s the model hears; silence follows it.`);
    clips.values.set(await readClip(opened, start, fitted), i * fitted.samples);
  }
  return clips;
}

/** Where so many samples hold the most power. */
function loudest(sound: Float32Array, length: number): number {
  let power = 0;
  let [most, at] = [Number.NEGATIVE_INFINITY, 0];
  for (let end = 0; end < sound.length; end++) {
    power += (sound[end] as number) ** 2;
    if (end >= length) power -= (sound[end - length] as number) ** 2;
    // By more than rounding, so that silence at the end draws nothing towards it.
    if (end + 1 >= length && power > most * (1 + 1e-6)) [most, at] = [power, end + 1 - length];
  }
  return at;
}

function ofSamples(
  field: Float32Array,
  given: readonly number[] | undefined,
  fitted: FittedAudio,
): WindowSamples {
  const { samples, rate } = fitted;
  const shape = given ?? [field.length / samples, samples];
  const [count = 0, length = 0] = shape;
  if (shape.length !== 2 || length !== samples || count < 1 || count * length !== field.length)
    throw new TetradError({
      code: 'badInput',
      message: `The inputs have the shape [${shape.join(', ')}]; this model takes [batch, ${samples}]: ${secondsOf(fitted)} s at ${rate} samples a second.`,
      place: 'inputs',
      hint: 'Give whole clips, or the sound as files, which are brought to its rate and length.',
    });
  return { form: 'windows', rows: count, shape: [samples], values: field };
}

export const clipNumbers = (rows: readonly RawRow[]): number[] =>
  rows.map((row, i) => {
    const sample = Number(row.sample ?? Number.NaN);
    if (Number.isInteger(sample) && sample >= 0) return sample;
    throw new TetradError({
      code: 'badInput',
      message: 'A model on sound answers clips of its dataset by number, files, or samples given as inputs.',
      place: `row ${i + 1}`,
      hint: 'Give { "sample": 0 }, files, or the samples as inputs.',
    });
  });
