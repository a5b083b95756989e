/** Imported ONNX files asked with rows of a table and with images, as they are: judged, explained, exported as one file. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { writeModel } from '#/core/onnx/writeModel';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { uniforms } from '#/core/random/random';
import { storeImages } from '#/engine/train/fixtures/storeImages';
import { storeTable } from '#/engine/train/fixtures/storeTable';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let table: DatasetVersion;
let halves: DatasetVersion;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const rows = 120;
const [a, b] = [uniforms(1, 'a', 0, rows), uniforms(1, 'b', 0, rows)];
/** Which of the columns is larger; every tenth row is told wrong, so that the right answer is no 100 %. */
const larger = (i: number) => ((a[i] as number) > (b[i] as number) ? 'first' : 'second');
const told = (i: number) => (i % 10 === 0 ? (larger(i) === 'first' ? 'second' : 'first') : larger(i));

/** Of [b, a]: three scores, the first of a label that the data do not have. */
function scores(as: 'logits' | 'probabilities', batch: number | null = null): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder(['scores']);
  const input = graph.input('row', 'float', [batch, 2]);
  const kernel = graph.constant('float', [2, 3], Float32Array.of(0, 9, -9, 0, -9, 9), 'kernel');
  const bias = graph.constant('float', [3], Float32Array.of(-20, 0, 0), 'bias');
  const sums = graph.node('Add', [graph.node('MatMul', [input, kernel]), bias]);
  const shares = as === 'logits' ? sums : graph.node('Softmax', [sums], { axis: -1n });
  graph.output(shares, 'scores', 'float', [batch, 3]);
  return writeModel(graph.build(), { name: 'others', opset: 17 });
}

/** 3 a - 2 b + 1. */
function numbers(): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder(['value']);
  const input = graph.input('row', 'float', [null, 2]);
  const kernel = graph.constant('float', [2, 1], Float32Array.of(3, -2), 'kernel');
  const bias = graph.constant('float', [1], Float32Array.of(1), 'bias');
  graph.output(graph.node('Add', [graph.node('MatMul', [input, kernel]), bias]), 'value', 'float', [null, 1]);
  return writeModel(graph.build(), { name: 'others', opset: 17 });
}

/** The upper half of a picture less the lower, of its last channel: one logit. Channels first, one at a time. */
function picture(): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder(['score']);
  const input = graph.input('picture', 'float', [1, 3, 4, 4]);
  const weights = Float32Array.from(range(48), (i) => (i < 32 ? 0 : i < 40 ? 1 : -1));
  const flat = graph.node('Flatten', [input], { axis: 1n });
  const kernel = graph.constant('float', [48, 1], weights, 'kernel');
  graph.output(graph.node('MatMul', [flat, kernel]), 'score', 'float', [1, 1]);
  return writeModel(graph.build(), { name: 'others', opset: 17 });
}

const imported = async (bytes: Uint8Array<ArrayBuffer>) => {
  const { jobId, modelId } = await run('models.import', { files: [new File([bytes], 'others.onnx')] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return (await run('models.get', { id: modelId })).versions[0]?.id ?? '';
};

async function judged(input: CommandInput<'models.evaluate'>) {
  const { jobId, runId, modelId } = await run('models.evaluate', input);
  const job = await run('jobs.wait', { id: jobId });
  expect(job.error).toBeUndefined();
  const [done, { versions }] = [
    await run('runs.get', { id: runId }),
    await run('models.get', { id: modelId }),
  ];
  return { runId, modelId, done, version: versions.find((version) => version.runId === runId), versions };
}

beforeAll(async () => {
  studio = await openNodeStudio(`judged-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const { storage } = studio.services;
  const column = (name: string, cells: (number | string)[], type: 'numeric' | 'categorical' = 'numeric') => ({
    field: { name, type, role: 'feature' as const },
    cells,
  });
  table = await storeTable(storage, 'rows', [
    column('a', [...a]),
    column('b', [...b]),
    column('kind', range(rows).map(told), 'categorical'),
    column(
      'value',
      range(rows).map((i) => 3 * (a[i] as number) - 2 * (b[i] as number) + 1 + (i % 2 === 0 ? 0.5 : -0.5)),
    ),
  ]);
  halves = await storeImages(storage, 'halves', {
    pixels: { height: 4, width: 4, channels: 3 },
    images: range(40).map((i) =>
      Uint8Array.from(uniforms(5, 'rows', i, 48), (u, at) => u * 90 + (at < 24 === (i % 2 === 0) ? 140 : 0)),
    ),
    labels: range(40).map((i) => (i % 2 === 0 ? 'top' : 'bottom')),
  });
});
afterAll(() => studio.close());

it('judges labels on rows that it was asked with in its own order', async () => {
  const modelVersionId = await imported(scores('probabilities'));
  const given = {
    modelVersionId,
    datasetId: table.datasetId,
    target: 'kind',
    columns: ['b', 'a'],
    labels: ['other', 'second', 'first'],
  };
  const { runId, modelId, done, version, versions } = await judged(given);
  expect(versions).toHaveLength(2);
  // All of it is layers of ours.
  expect(version).toMatchObject({ body: { type: 'network' }, inputs: [{ name: 'b' }, { name: 'a' }] });
  const test = await run('runs.evaluation', { runId, part: 'test' });
  // A row that is told wrong is wrong, and no other.
  const wrong = [...test.rows].filter((row) => row % 10 === 0).length;
  expect(test.rows).toHaveLength(rows / 2);
  expect(done.figure).toMatchObject({ part: 'test', metric: 'accuracy', value: 1 - wrong / (rows / 2) });
  expect(done.figure?.free?.answer).toMatch(/^always “(first|second)”$/);
  expect(done.figure).not.toHaveProperty('copies');
  expect(done.warnings?.join(' ')).toContain('taken for probabilities of other, second, first');
  const { predictions } = await run('inference.predict', {
    modelId,
    version: 2,
    rows: [{ a: 0.9, b: 0.1 }],
  });
  expect(predictions[0]).toMatchObject({ value: 'first' });
  // Of two logits 9 × 0.8 and its negative; the third label counts no more.
  expect(predictions[0]?.probabilities?.[0]).toBeCloseTo(1 / (1 + Math.exp(-14.4)), 5);
  const { files, report } = await run('models.export', { modelId, version: 2 });
  expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });
  expect(files[0]?.bytes.length).toBeGreaterThan(0);
  const explained = await run('explain.run', { modelId, version: 2, method: 'permutation' });
  const { result } = await run('jobs.wait', { id: explained.jobId });
  expect(result).toMatchObject({ background: { part: 'test', rows: rows / 2 } });
  // Logits, one row at a time, say the same.
  const again = await judged({ ...given, modelVersionId: await imported(scores('logits', 1)) });
  expect(again.done.figure).toEqual(done.figure);
  expect(again.done.warnings?.join(' ')).toContain('taken for logits');
});

it('judges numbers in their own unit', async () => {
  const { done, modelId } = await judged({
    modelVersionId: await imported(numbers()),
    datasetId: table.datasetId,
    target: 'value',
    features: ['a', 'b'],
  });
  expect(done.figure?.metric).toBe('rmse');
  expect(done.figure?.value).toBeCloseTo(0.5, 5);
  const { report } = await run('models.export', { modelId, version: 2 });
  expect(report.parity).toMatchObject({ passed: true });
});

it('judges pictures, one logit of two labels', async () => {
  const { done, modelId } = await judged({
    modelVersionId: await imported(picture()),
    datasetId: halves.datasetId,
    target: 'label',
  });
  expect(done.figure).toMatchObject({ metric: 'accuracy', value: 1 });
  const { predictions } = await run('inference.predict', { modelId, version: 2, rows: [{ sample: 0 }] });
  expect(predictions[0]?.value).toBe('top');
});

it('refuses by name what does not fit', async () => {
  const modelVersionId = await imported(scores('logits'));
  const ask = (part: Partial<CommandInput<'models.evaluate'>>) =>
    run('models.evaluate', {
      modelVersionId,
      datasetId: table.datasetId,
      target: 'kind',
      features: ['a', 'b'],
      ...part,
    });
  await expect(ask({ features: ['a', 'b', 'value'] })).rejects.toThrow('takes 2 numbers of a row; 3 columns');
  await expect(ask({ target: 'value', features: ['a', 'kind'] })).rejects.toThrow('“kind” is categorical');
  await expect(ask({ datasetId: halves.datasetId, target: 'label', features: ['image'] })).rejects.toThrow(
    'Only models that take pictures',
  );
  const { jobId } = await ask({});
  expect((await run('jobs.wait', { id: jobId })).error?.message).toContain(
    'answers a row with 3 values; “kind” has 2 labels',
  );
});
