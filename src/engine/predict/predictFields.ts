/** Fields to answers: standardised as in training, the network, back to labels or to the field's own units. */
import { taskOf } from '#/core/tasks/registry';
import { fittedGridOf } from '#/core/grid/gridOf';
import { deviceShape } from '#/core/arch/deviceShape';
import { sizeOf } from '#/core/arch/sizeOf';
import { type FittedGrid, gridShape, standardizeFrames } from '#/core/grid/fittedGrid';
import { TetradError } from '#/core/protocol/errors';
import type { Prediction, PredictRequest, PredictResult } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import type { Tensor } from '#/core/layers/layerDef';
import { featureLimit } from '#/core/transforms/featureLimit';
import type { OpenModel } from './openModel';
import { readFields, sampleNumbers, type SampleWindows } from './readWindows';

/** Values of the input per forward pass: bounds the memory of wide fields. */
const batchElements = 2 ** 20;

export async function predictGrid(
  model: OpenModel,
  request: PredictRequest,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<PredictResult> {
  const fields = await fieldsOf(model, request, storage);
  const startedAt = performance.now();
  let far = 0;
  const predictions = await predictFields(model, fields, (values) => (far += values));
  return {
    predictions,
    latencyMs: performance.now() - startedAt,
    backend: model.backend,
    warnings:
      far > 0
        ? [
            `${far} values are more than a million standard deviations from those of training; they count as a million.`,
          ]
        : [],
  };
}

async function fieldsOf(
  { version }: OpenModel,
  { rows, field, fieldShape, datasetVersionId }: PredictRequest,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<SampleWindows> {
  const grid = fittedGridOf(version) as FittedGrid;
  if (!field) {
    const dataset = await storage.datasets.version(datasetVersionId ?? version.datasetVersionId);
    if (dataset) return await readFields(dataset, grid, sampleNumbers(rows), storage.blobs);
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
  if (count >= 1 && Number.isInteger(count)) return { values: Float32Array.from(field), count };
  throw new TetradError({
    code: 'badInput',
    message: `${field.length} values do not make whole samples of [time, x, y, z, channel] = [${shape.join(', ')}], which are ${sizeOf(shape)} each.`,
    place: 'inputs',
  });
}

/** `fields` in their own units; not changed. `onFar` hears how many values count as nearer than they are. */
export async function predictFields(
  { tf, forward, weights, version, compute }: OpenModel,
  { values, count }: SampleWindows,
  onFar?: (values: number) => void,
): Promise<Prediction[]> {
  const grid = fittedGridOf(version) as FittedGrid;
  const shape = gridShape(grid);
  const perSample = sizeOf(shape);
  const rows = Math.max(1, Math.floor(batchElements / perSample));
  const predictions: Prediction[] = [];
  for (let start = 0; start < count; start += rows) {
    const batch = Math.min(rows, count - start);
    const part = values.slice(start * perSample, (start + batch) * perSample);
    standardizeFrames(part, grid.channels);
    if (onFar) onFar(part.reduce((far, value) => far + Number(Math.abs(value) >= featureLimit), 0));
    const tensor = compute(() =>
      tf.tidy(() => {
        const input = tf.tensor(part, deviceShape(shape, batch), 'float32');
        return forward([input], weights, { training: false })[0] as Tensor;
      }),
    );
    try {
      const output = (await tensor.data<'float32'>()).slice();
      predictions.push(...taskOf(version.task).decode(version.task, output, output.length / batch));
    } finally {
      tensor.dispose();
    }
  }
  return predictions;
}
