/** An imported ONNX file kept as the front of a model, with a head that learns: exported as one file again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { writeModel } from '#/core/onnx/writeModel';
import { readOnnxFile } from '#/core/onnxFile/readOnnxFile';
import { tensorValues } from '#/core/onnxFile/tensorValues';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { normals, uniforms } from '#/core/random/random';
import { storeImages } from '#/engine/train/fixtures/storeImages';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let rows: DatasetVersion;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
/** Each takes the mean of one of three rows of the picture, of its last channel, among other things. */
const kernel = Float32Array.from(normals(3, 'kernel', 0, 6 * 3 * 9), (x) => 0.3 * x);

/** Channels first; a kernel, then what it was taught for. */
function file(opset = 17, batch: number | null = null): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder(['scores']);
  const input = graph.input('picture', 'float', [batch, 3, 12, 12]);
  const weights = graph.constant('float', [6, 3, 3, 3], kernel, 'kernel');
  const conv = graph.node(
    'Conv',
    [input, weights],
    { kernel_shape: [3n, 3n], strides: [3n, 3n] },
    { hint: 'seen' },
  );
  // No layer of ours: the file stands still as a whole.
  const zero = graph.constant('float', [], new Float32Array(1), 'zero');
  const kept = graph.node('Max', [conv, zero], {}, { hint: 'kept' });
  const flat = graph.node('Flatten', [kept], { axis: 1n }, { hint: 'flat' });
  const answer = graph.constant('float', [96, 2], new Float32Array(192).fill(0.1), 'answer');
  graph.output(graph.node('MatMul', [flat, answer]), 'scores', 'float', [batch, 2]);
  return writeModel(graph.build(), { name: 'others', opset });
}

const imported = async (bytes: Uint8Array<ArrayBuffer>) => {
  const { jobId, modelId } = await run('models.import', { files: [new File([bytes], 'others.onnx')] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return (await run('models.get', { id: modelId })).versions[0]?.id ?? '';
};

beforeAll(async () => {
  studio = await openNodeStudio(`file-${crypto.randomUUID()}`);
  provideServices(studio.services);
  rows = await storeImages(studio.services.storage, 'rows', {
    pixels: { height: 10, width: 14, channels: 3 },
    images: range(80).map((i) =>
      Uint8Array.from(
        uniforms(5, 'rows', i, 420),
        (u, at) => u * 90 + (at < 210 === (i % 2 === 0) ? 140 : 0),
      ),
    ),
    labels: range(80).map((i) => (i % 2 === 0 ? 'top' : 'bottom')),
  });
});
afterAll(() => studio.close());

it('is cut, answers behind it, and both leave as one file', { timeout: 120_000 }, async () => {
  const modelVersionId = await imported(file());
  const { standard, points, stands } = await run('models.cuts', { modelVersionId });
  expect(standard).toBe('flat');
  expect(stands).toBe('the operator Max (“kept_Max”) has no layer of ours');
  expect(points.slice(0, 3).map(({ id }) => id)).toEqual(['seen', 'kept', 'flat']);
  const { jobId, modelId } = await run('training.transfer', {
    modelVersionId,
    datasetId: rows.datasetId,
    target: 'label',
    training: { epochs: 12, learningRate: 0.05, backend: 'cpu' },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const [version] = (await run('models.get', { id: modelId })).versions;
  expect(version).toMatchObject({
    body: { type: 'headed' },
    input: {
      kind: 'images',
      fitted: { height: 12, width: 12, channels: 3, mean: [0, 0, 0], std: [255, 255, 255] },
    },
    task: { labels: ['bottom', 'top'] },
  });
  expect(version?.metrics.valAccuracy).toBeGreaterThan(0.9);
  const { predictions } = await run('inference.predict', {
    modelId,
    rows: range(8).map((sample) => ({ sample })),
  });
  expect(predictions.map(({ value }) => value)).toEqual(
    range(8).map((i) => (i % 2 === 0 ? 'top' : 'bottom')),
  );
  const { nodes, weights } = await run('models.graph', { modelId });
  expect(nodes.map(({ op }) => op).slice(-3)).toEqual(['Flatten', 'dense', 'output']);
  const at = weights.findIndex(({ name }) => name.endsWith('/kernel'));
  expect(nodes.at(-2)).toMatchObject({ weights: [at, at + 1], inputs: [{ from: nodes.length - 3 }] });
  const head = await run('models.weights', { modelId, weight: at });
  expect(head.stats?.norm).toBeGreaterThan(0);
  const { files, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });
  const { graph } = readOnnxFile(files[0]?.bytes ?? new Uint8Array());
  const held = graph.initializers.find(({ dims }) => dims.join() === '6,3,3,3');
  expect(held && tensorValues(held)).toEqual(kernel);
  expect(graph.nodes.map(({ opType }) => opType)).toContain('Conv');
});

it('refuses by name what cannot be kept', { timeout: 120_000 }, async () => {
  const ask = async (bytes: Uint8Array<ArrayBuffer>, part: { cut?: string; freeze?: string } = {}) =>
    await run('training.transfer', {
      modelVersionId: await imported(bytes),
      datasetId: rows.datasetId,
      target: 'label',
      ...part,
    });
  await expect(ask(file(11))).rejects.toThrow('opset 11; 13 to 21 can be cut');
  await expect(ask(file(), { freeze: 'seen' })).rejects.toThrow('stands still as a whole');
  const failed = async (bytes: Uint8Array<ArrayBuffer>, part = {}) =>
    (await run('jobs.wait', { id: (await ask(bytes, part)).jobId })).error?.message;
  expect(await failed(file(17, 1))).toContain('does not take several pictures');
  expect(await failed(file(), { cut: 'nowhere' })).toContain('cannot be cut after "nowhere"');
});
