/** Into the narrow place of a model, and out of it: samples as few numbers, and answers made of such numbers. */
import { sizeOf } from '#/core/arch/sizeOf';
import { kindOf } from '#/core/kinds/registry';
import { sliceSamples } from '#/core/kinds/rawSamples';
import { TetradError } from '#/core/protocol/errors';
import type { DecodeResult, EncodeRequest, EncodeResult, Prediction } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { bodyOf } from '#/core/bodies/registry';
import { taskOf } from '#/core/tasks/registry';
import { kindEngineOf } from '../kinds/registry';
import { Remarks } from '../kinds/remarks';
import type { OpenModel } from './openModel';
import { rowsPerPass } from './rowsPerPass';
import { atLayer } from './valuesAt';

/** Values of the input, and rows, per pass: bounds the memory. */
const passValues = 2 ** 18;
const passRows = 256;

export async function encode(
  model: OpenModel,
  { at: layer, ...request }: Omit<EncodeRequest, 'modelVersionId'>,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<EncodeResult> {
  const { version } = model;
  const read = layer ? atLayer(model, layer) : narrow(model);
  const engine = kindEngineOf(version.input);
  const samples = await engine.ask(version, request, storage, new Remarks());
  const latents: number[][] = [];
  const rows = passOf(model);
  for (let start = 0; start < samples.rows; start += rows) {
    const part = sliceSamples(samples, start, Math.min(rows, samples.rows - start));
    const found = await read(engine.enter(version, part), part.rows);
    const width = found.length / part.rows;
    for (let at = 0; at < found.length; at += width) latents.push(Array.from(found.subarray(at, at + width)));
  }
  return { latents, backend: model.backend };
}

function narrow(model: OpenModel) {
  widthOf(model);
  return async (features: Float32Array, rows: number): Promise<Float32Array> =>
    (await model.encode?.(features, rows)) ?? new Float32Array();
}

export async function decode(model: OpenModel, latents: readonly number[][]): Promise<DecodeResult> {
  const { task } = model.version;
  const width = widthOf(model);
  for (const [i, { length }] of latents.entries())
    if (length !== width)
      throw new TetradError({
        code: 'badInput',
        message: `An answer of this model is made of ${width} numbers, not of ${length}.`,
        place: `latents.${i}`,
      });
  const startedAt = performance.now();
  const predictions: Prediction[] = [];
  const rows = passOf(model);
  for (let start = 0; start < latents.length; start += rows) {
    const part = latents.slice(start, start + rows);
    const output = await model.decode?.(Float32Array.from(part.flat()), part.length);
    if (output) predictions.push(...taskOf(task).decode(task, output, output.length / part.length));
  }
  return { predictions, latencyMs: performance.now() - startedAt, backend: model.backend };
}

const passOf = ({ version: { input } }: OpenModel): number =>
  rowsPerPass(sizeOf(kindOf(input).shape(input.fitted)), passValues, passRows);

function widthOf({ version: { body } }: OpenModel): number {
  const width = bodyOf(body).latentWidth?.(body.spec);
  if (width !== undefined) return width;
  throw new TetradError({
    code: 'badInput',
    message: 'This model has no narrow place through which its samples pass.',
    place: 'modelId',
    hint: 'Train an autoencoder (on the Train page choose the image itself as the target), or principal components of a table.',
  });
}
