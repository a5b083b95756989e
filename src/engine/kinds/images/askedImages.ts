/** Images that a model is asked for: of a dataset by number, files, or pixels. They are brought to the size of the model. */
import { sizeOf } from '#/core/arch/sizeOf';
import { type FittedImages, imageShape } from '#/core/images/fittedImages';
import { imageColumn, itemColumn } from '#/core/images/imageSchema';
import type { Pixels } from '#/core/images/pixels';
import { resizePixels } from '#/core/images/resizePixels';
import type { WindowSamples } from '#/core/kinds/rawSamples';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { RawRow } from '#/core/protocol/model';
import type { PredictRequest } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';
import { decodeImage } from '#/formats/images/decodeImage';
import type { AskedVersion, Blobs } from '../kindEngine';
import { ImageStore } from './imageStore';

/** Pixels of 0 to 255, which are whole numbers. */
function samplesOf(count: number, fitted: FittedImages): { samples: WindowSamples; bytes: Uint8Array } {
  const shape = imageShape(fitted);
  const bytes = new Uint8Array(count * sizeOf(shape));
  return { samples: { form: 'windows', rows: count, shape, values: new Float32Array(0) }, bytes };
}

export async function readImages(
  version: DatasetVersion,
  fitted: FittedImages,
  rows: ArrayLike<number>,
  blobs: Blobs,
): Promise<WindowSamples> {
  const columns = await readColumns(version.chunks, blobs, version.schema, [itemColumn, imageColumn], {
    asText: new Set([imageColumn]),
  });
  const items = columns.get(itemColumn)?.data as Float64Array;
  const names = columns.get(imageColumn)?.data as (string | null)[];
  const store = new ImageStore(version, fitted, blobs, (row) => String(names[row] ?? row));
  const { samples, bytes } = samplesOf(rows.length, fitted);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const item = items[row];
    if (item === undefined)
      throw new TetradError({
        code: 'badInput',
        message: `There is no image ${row}; the dataset has ${version.rows.toLocaleString('en')}, counted from 0.`,
        place: 'samples',
      });
    await store.into(item, row, bytes, i * store.imageBytes);
  }
  return { ...samples, values: Float32Array.from(bytes) };
}

export async function askedImages(
  model: Pick<AskedVersion, 'datasetVersionId'>,
  fitted: FittedImages,
  { rows, files, field, fieldShape, datasetVersionId }: Omit<PredictRequest, 'modelVersionId'>,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<WindowSamples> {
  if (files && files.length > 0) return await ofFiles(files, fitted);
  if (field) return ofPixels(field, fieldShape, fitted);
  const dataset = await storage.datasets.version(datasetVersionId ?? model.datasetVersionId);
  if (dataset) return await readImages(dataset, fitted, imageNumbers(rows), storage.blobs);
  throw new TetradError({
    code: 'notFound',
    message: 'The dataset with these images was deleted.',
    hint: 'Choose another dataset, or give the images as files.',
  });
}

async function ofFiles(files: readonly File[], fitted: FittedImages): Promise<WindowSamples> {
  const { samples, bytes } = samplesOf(files.length, fitted);
  for (const [i, file] of files.entries()) {
    const image = await decodeImage(new Uint8Array(await file.arrayBuffer()), file.name).catch(
      (thrown: unknown) => {
        const { code, message, hint } = toErrorInfo(thrown);
        throw new TetradError({
          code,
          message: `The file cannot be used: ${message}.`,
          place: file.name,
          hint,
        });
      },
    );
    resizePixels(image, fitted, bytes, (i * bytes.length) / files.length);
  }
  return { ...samples, values: Float32Array.from(bytes) };
}

/** Of any height and width. */
function ofPixels(
  field: Float32Array,
  given: readonly number[] | undefined,
  fitted: FittedImages,
): WindowSamples {
  const own = imageShape(fitted);
  const shape = given ?? [field.length / sizeOf(own), ...own];
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  if (
    !Number.isInteger(count) ||
    count < 1 ||
    (shape.length !== 3 && shape.length !== 4) ||
    (channels !== 1 && channels !== 3) ||
    sizeOf(shape) !== field.length
  )
    throw new TetradError({
      code: 'badInput',
      message: `The inputs have the shape [${shape.join(', ')}]; images are [batch, height, width, channel] with 1 or 3 channels.`,
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
  const { samples, bytes } = samplesOf(count, fitted);
  const size = height * width * channels;
  for (let i = 0; i < count; i++) {
    const data = Uint8Array.from(field.subarray(i * size, (i + 1) * size), Math.round);
    const image: Pixels = { height, width, channels, data };
    resizePixels(image, fitted, bytes, (i * bytes.length) / count);
  }
  return { ...samples, values: Float32Array.from(bytes) };
}

export const imageNumbers = (rows: readonly RawRow[]): number[] =>
  rows.map((row, i) => {
    const sample = Number(row.sample ?? Number.NaN);
    if (Number.isInteger(sample) && sample >= 0) return sample;
    throw new TetradError({
      code: 'badInput',
      message: 'A model on images answers images of its dataset by number, files, or pixels given as inputs.',
      place: `row ${i + 1}`,
      hint: 'Give { "sample": 0 }, files, or the pixels as inputs.',
    });
  });
