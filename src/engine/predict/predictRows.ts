/** Raw rows to answers: the same preprocessing as in training, the network, softmax on the host in float64. */
import type { FittedPipeline } from '#/core/transforms/pipeline';
import { fittedTableOf } from '#/core/transforms/fittedTableOf';
import { taskOf } from '#/core/tasks/registry';
import type { Tensor } from '#/core/layers/layerDef';
import type { RawRow } from '#/core/protocol/model';
import type { Prediction, PredictResult } from '#/core/protocol/predict';
import { applyPipeline, type OnFar } from '#/core/transforms/applyPipeline';
import { rowsToValues } from '#/core/transforms/rowsToValues';
import type { Values } from '#/core/transforms/transformDef';
import type { OpenModel } from './openModel';

const batchRows = 8192;

export async function predictRows(model: OpenModel, rows: readonly RawRow[]): Promise<PredictResult> {
  const { version } = model;
  const fitted = fittedTableOf(version) as FittedPipeline;
  const startedAt = performance.now();
  const predictions: Prediction[] = [];
  const warnings = new Set<string>();
  for (let start = 0; start < rows.length; start += batchRows) {
    const batch = rows.slice(start, start + batchRows);
    const read = rowsToValues(batch, version.inputs, fitted);
    for (const warning of read.warnings) warnings.add(warning);
    const onFar = (field: string, row: number) => warnings.add(farWarning(field, batch[row]?.[field]));
    for (const prediction of await predictColumns(model, read.columns, batch.length, onFar))
      predictions.push(prediction);
  }
  return {
    predictions,
    latencyMs: performance.now() - startedAt,
    backend: model.backend,
    warnings: [...warnings],
  };
}

/** Raw columns by name, one entry per input. */
export async function predictColumns(
  model: OpenModel,
  columns: ReadonlyMap<string, Values>,
  rows: number,
  onFar?: OnFar,
): Promise<Prediction[]> {
  const { version } = model;
  const fitted = fittedTableOf(version) as FittedPipeline;
  const { output, width } = await runForward(model, applyPipeline(fitted, columns, undefined, onFar), rows);
  return taskOf(version.task).decode(version.task, output, width);
}

const farWarning = (field: string, value: RawRow[string] | undefined): string =>
  `${field}: ${value} is more than a million times as far from the rows of training as they are from each other; it counts as a million.`;

async function runForward(
  { tf, forward, weights, compute }: OpenModel,
  features: Float32Array,
  rows: number,
) {
  const tensor = compute(() =>
    tf.tidy(() => {
      const input = tf.tensor2d(features, [rows, features.length / rows], 'float32');
      return forward([input], weights, { training: false })[0] as Tensor;
    }),
  );
  try {
    return { output: (await tensor.data<'float32'>()).slice(), width: tensor.shape.at(-1) ?? 1 };
  } finally {
    tensor.dispose();
  }
}
