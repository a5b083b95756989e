/** An exported model on fields against the studio: real samples, and the same with holes, through both. */
import { fittedGridOf } from '#/core/grid/gridOf';
import { sizeOf } from '#/core/arch/sizeOf';
import { type FittedGrid, gridShape } from '#/core/grid/fittedGrid';
import type { ExportedModel } from '#/core/onnx/exportRequest';
import type { ExportReport, Prediction } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { normals } from '#/core/random/random';
import type { OnnxRun, runOnnx } from '../ort/runOnnx';
import type { OpenModel } from '../predict/openModel';
import { predictFields } from '../predict/predictFields';
import { readFields, sampleNumbers, type SampleWindows } from '../predict/readWindows';
import { compare } from './checkParity';

/** Sums over thousands of values in another order differ in float32. */
const tolerance = 1e-4;
const mostSamples = 16;

export async function checkFieldParity(
  model: OpenModel,
  exported: ExportedModel,
  dynamicBatch: boolean,
  run: typeof runOnnx,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<NonNullable<ExportReport['parity']>> {
  const shape = gridShape(fittedGridOf(model.version) as FittedGrid);
  const perSample = sizeOf(shape);
  const fields = withHoles(await realFields(model, storage), perSample);
  const expected = await predictFields(model, fields);
  const name = exported.inputs[0]?.name ?? '';
  const perRun = dynamicBatch ? fields.count : 1;
  const feeds = Array.from({ length: fields.count / perRun }, (_, i) => [
    {
      name,
      type: 'float32' as const,
      data: fields.values.slice(i * perRun * perSample, (i + 1) * perRun * perSample),
      dims: [perRun, ...shape],
    },
  ]);
  const runs = await run(exported.bytes, feeds);
  const answers = runs.flatMap((result) => readAnswers(result, exported, perRun));
  const compared = compare(expected, answers);
  return {
    runtime: runs[0]?.runtime ?? '',
    rows: fields.count,
    ...compared,
    tolerance,
    passed: compared.labelsEqual && compared.largestDifference <= tolerance,
    latencyMs: runs.reduce((sum, result) => sum + result.latencyMs, 0),
  };
}

/** Samples of the dataset; when it is gone, noise of the size the model knows. */
async function realFields(
  { version }: OpenModel,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<SampleWindows> {
  const grid = fittedGridOf(version) as FittedGrid;
  const dataset = await storage.datasets.version(version.datasetVersionId);
  const numbers = sampleNumbers(version.sampleRows).slice(0, mostSamples);
  if (dataset && numbers.length > 0) return await readFields(dataset, grid, numbers, storage.blobs);
  const count = 4;
  const values = normals(1, 'parity', 0, count * sizeOf(gridShape(grid)));
  const { channels } = grid;
  return {
    count,
    values: values.map((value, i) => {
      const { mean, std } = channels[i % channels.length] as FittedGrid['channels'][number];
      return value * std + mean;
    }),
  };
}

/** One more sample with every seventh value missing, and one with all. */
function withHoles({ values, count }: SampleWindows, perSample: number): SampleWindows {
  const all = new Float32Array((count + 2) * perSample);
  all.set(values);
  for (let i = 0; i < perSample; i++) {
    all[count * perSample + i] = i % 7 === 0 ? Number.NaN : (values[i] as number);
    all[(count + 1) * perSample + i] = Number.NaN;
  }
  return { values: all, count: count + 2 };
}

function readAnswers({ outputs }: OnnxRun, { outputs: names }: ExportedModel, rows: number): Prediction[] {
  const labels = outputs.get(names.label);
  const shares = names.probabilities === undefined ? undefined : outputs.get(names.probabilities);
  const width = (labels?.data.length ?? 0) / rows;
  const numbers = (from: ArrayLike<number | bigint | string>, row: number, count: number) =>
    Array.from({ length: count }, (_, i) => Number(from[row * count + i]));
  return Array.from({ length: rows }, (_, row): Prediction => {
    const value = labels?.data[row];
    if (shares) {
      const probabilities = numbers(shares.data, row, shares.data.length / rows);
      return { value: String(value), probabilities };
    }
    if (width === 1) return { value: Number(value) };
    return { value: Number.NaN, field: Float32Array.from(numbers(labels?.data ?? [], row, width)) };
  });
}
