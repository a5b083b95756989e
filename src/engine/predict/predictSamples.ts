/** Raw samples to answers: preprocessed as in training, the body, and decoded on the host as the exported file does it. */
import { sizeOf } from '#/core/arch/sizeOf';
import { kindOf } from '#/core/kinds/registry';
import { type RawSamples, sliceSamples } from '#/core/kinds/rawSamples';
import type { Prediction, PredictRequest, PredictResult } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { taskOf } from '#/core/tasks/registry';
import type { AskedVersion } from '../kinds/kindEngine';
import { kindEngineOf } from '../kinds/registry';
import { Remarks } from '../kinds/remarks';
import type { OpenModel } from './openModel';
import { rowsPerPass } from './rowsPerPass';

/** Values of the input, and rows, per pass: bounds the memory. */
const passValues = 2 ** 20;
const passRows = 8192;

export async function predict(
  model: OpenModel,
  request: Omit<PredictRequest, 'modelVersionId'>,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<PredictResult> {
  if (model.answer) return await model.answer(request);
  const remarks = new Remarks();
  const samples = await kindEngineOf(model.version.input).ask(model.version, request, storage, remarks);
  const startedAt = performance.now();
  const answered = await predictSamples(model, samples, remarks);
  const predictions = request.parts
    ? await (await import('./withParts')).withParts(model, samples, answered)
    : answered;
  return {
    predictions,
    latencyMs: performance.now() - startedAt,
    backend: model.backend,
    warnings: remarks.list(),
    ...(request.many && remarks.unread.size > 0 && { unread: remarks.unread }),
  };
}

export async function predictSamples(
  model: Pick<OpenModel, 'run'> & { version: AskedVersion & Pick<OpenModel['version'], 'task'> },
  samples: RawSamples,
  remarks?: Remarks,
  /** With all that an exported file says. */
  whole = false,
): Promise<Prediction[]> {
  const { version } = model;
  const { input, task } = version;
  const rows = rowsPerPass(sizeOf(kindOf(input).shape(input.fitted)), passValues, passRows);
  const predictions: Prediction[] = [];
  for (let start = 0; start < samples.rows; start += rows) {
    const part = sliceSamples(samples, start, Math.min(rows, samples.rows - start));
    const output = await model.run(kindEngineOf(input).enter(version, part, remarks), part.rows);
    for (const prediction of taskOf(task).decode(task, output, output.length / part.rows, whole))
      predictions.push(prediction);
  }
  return predictions;
}
