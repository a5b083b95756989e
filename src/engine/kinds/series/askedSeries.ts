/** Windows that a model on time series is asked for: of a dataset by number, or the values themselves. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { WindowSamples } from '#/core/kinds/rawSamples';
import { TetradError } from '#/core/protocol/errors';
import { type FittedSeries, seriesShape } from '#/core/series/fittedSeries';
import { sampleNumbers } from '../grid/askedWindows';
import type { AskedVersion, KindEngine } from '../kindEngine';
import { readSeriesWindows } from './readSeriesWindows';

export async function askedSeries(
  model: Pick<AskedVersion, 'datasetVersionId'>,
  fitted: FittedSeries,
  { rows, field, fieldShape, datasetVersionId }: Parameters<KindEngine['ask']>[1],
  storage: Parameters<KindEngine['ask']>[2],
): Promise<WindowSamples> {
  const shape = seriesShape(fitted);
  if (!field) {
    const dataset = await storage.datasets.version(datasetVersionId ?? model.datasetVersionId);
    if (dataset) return await readSeriesWindows(dataset, fitted, sampleNumbers(rows), storage.blobs);
    throw new TetradError({
      code: 'notFound',
      message: datasetVersionId
        ? 'The dataset to predict was deleted.'
        : 'The dataset this model learnt from was deleted, so its windows cannot be read.',
      hint: datasetVersionId ? 'Choose another dataset.' : 'Give the values themselves as inputs.',
    });
  }
  const given = fieldShape?.slice(1);
  const [length = 0, width = 0] = shape;
  if (given && given.length === 2 && given[1] === width && (given[0] ?? 0) < length && fitted.whole)
    return padded(field, given[0] ?? 0, shape);
  if (given && given.join() !== shape.join())
    throw new TetradError({
      code: 'badInput',
      message: `The inputs have the shape [${fieldShape?.join(', ')}]; this model takes [batch, time, channel] = [batch, ${shape.join(', ')}].`,
      place: 'inputs',
      hint: `Give the last ${length} values of ${fitted.channels.map(({ name }) => name).join(', ')}, oldest first.`,
    });
  const count = field.length / sizeOf(shape);
  if (count >= 1 && Number.isInteger(count)) return { form: 'windows', rows: count, shape, values: field };
  throw new TetradError({
    code: 'badInput',
    message: `${field.length} values do not make whole windows of [time, channel] = [${shape.join(', ')}], which are ${sizeOf(shape)} each.`,
    place: 'inputs',
  });
}

/** Shorter than the longest series that was learnt from: the rest is missing. */
function padded(field: Float32Array, length: number, shape: number[]): WindowSamples {
  const [whole = 0, width = 0] = shape;
  const rows = field.length / (length * width);
  const values = new Float32Array(rows * whole * width).fill(Number.NaN);
  for (let row = 0; row < rows; row++)
    values.set(field.subarray(row * length * width, (row + 1) * length * width), row * whole * width);
  return { form: 'windows', rows, shape, values };
}
