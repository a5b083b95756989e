/** Samples that a model on fields is asked for: of a dataset by number, or the values themselves. */
import { sizeOf } from '#/core/arch/sizeOf';
import { type FittedGrid, gridShape } from '#/core/grid/fittedGrid';
import type { WindowSamples } from '#/core/kinds/rawSamples';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion, RawRow } from '#/core/protocol/model';
import type { PredictRequest } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { readWindows } from './readWindows';

export async function askedWindows(
  model: Pick<ModelVersion, 'datasetVersionId'>,
  grid: FittedGrid,
  { rows, field, fieldShape, datasetVersionId }: Omit<PredictRequest, 'modelVersionId'>,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<WindowSamples> {
  if (!field) {
    const dataset = await storage.datasets.version(datasetVersionId ?? model.datasetVersionId);
    if (dataset) return await readWindows(dataset, grid, sampleNumbers(rows), storage.blobs);
    if (datasetVersionId)
      throw new TetradError({
        code: 'notFound',
        message: 'The dataset to predict was deleted.',
        hint: 'Choose another dataset.',
      });
    throw new TetradError({
      code: 'notFound',
      message: 'The dataset this model learnt from was deleted, so its samples cannot be read.',
      hint: 'Give the values themselves as inputs.',
    });
  }
  const shape = gridShape(grid);
  if (fieldShape && fieldShape.slice(1).join() !== shape.join())
    throw new TetradError({
      code: 'badInput',
      message: `The inputs have the shape [${fieldShape.join(', ')}]; this model takes [batch, time, x, y, z, channel] = [batch, ${shape.join(', ')}].`,
      place: 'inputs',
      hint: 'Bring the axes into this order; an axis that the data do not have is 1 long.',
    });
  const count = field.length / sizeOf(shape);
  if (count >= 1 && Number.isInteger(count)) return { form: 'windows', rows: count, shape, values: field };
  throw new TetradError({
    code: 'badInput',
    message: `${field.length} values do not make whole samples of [time, x, y, z, channel] = [${shape.join(', ')}], which are ${sizeOf(shape)} each.`,
    place: 'inputs',
  });
}

/** Rows of a model on fields: { sample: number }, of the dataset version it learnt from. */
export function sampleNumbers(rows: readonly RawRow[]): number[] {
  return rows.map((row, i) => {
    const sample = Number(row.sample ?? Number.NaN);
    if (Number.isInteger(sample) && sample >= 0) return sample;
    throw new TetradError({
      code: 'badInput',
      message: 'A model on fields answers samples of its dataset by number, or arrays given as inputs.',
      place: `row ${i + 1}`,
      hint: 'Give { "sample": 0 }, or the values as inputs.',
    });
  });
}
