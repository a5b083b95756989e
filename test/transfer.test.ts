/** A version cut, frozen and given another answer: equal to what its front makes of the samples, kept to the bit. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { networkOf } from '#/core/bodies/network';
import { unpackWeights } from '#/core/bodies/tensorBlob';
import type { HostWeight } from '#/core/layers/layerDef';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import { uniforms } from '#/core/random/random';
import { kindEngineOf } from '#/engine/kinds/registry';
import { Remarks } from '#/engine/kinds/remarks';
import { openModel } from '#/engine/predict/openModel';
import { storeImages } from '#/engine/train/fixtures/storeImages';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let corners: DatasetVersion;
let stripes: DatasetVersion;
let source: ModelVersion;

/** A bright bar on noise: in one of three columns, or in one of two rows. */
const bar = (i: number, [width, height]: [number, number], isLit: (x: number, y: number) => boolean) => {
  const noise = uniforms(7, 'bars', i, width * height);
  return Uint8Array.from(noise, (u, at) => {
    const lit = isLit(
      Math.floor(((at % width) * 9) / width),
      Math.floor((Math.floor(at / width) * 9) / height),
    );
    return Math.floor(u * 90) + (lit ? 150 : 0);
  });
};
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

const done = async (jobId: string) => {
  const job = await run('jobs.wait', { id: jobId });
  expect(job.error).toBeUndefined();
  return job;
};
const newest = async (modelId: string): Promise<ModelVersion> =>
  (await run('models.get', { id: modelId })).versions.toSorted(
    (a, b) => b.number - a.number,
  )[0] as ModelVersion;
const weightsOf = async (version: ModelVersion): Promise<Map<string, HostWeight>> => {
  const body = networkOf(version);
  if (!body) throw new Error('No network.');
  return unpackWeights(await studio.services.storage.blobs.get(body.weights.blob), body.weights.tensors);
};

beforeAll(async () => {
  studio = await openNodeStudio(`transfer-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const { storage } = studio.services;
  corners = await storeImages(storage, 'columns', {
    pixels: { height: 9, width: 9, channels: 1 },
    images: range(90).map((i) => bar(i, [9, 9], (x) => Math.floor(x / 3) === i % 3)),
    labels: range(90).map((i) => ['left', 'middle', 'right'][i % 3] ?? ''),
  });
  // Of another size.
  stripes = await storeImages(storage, 'rows', {
    pixels: { height: 12, width: 15, channels: 1 },
    images: range(60).map((i) => bar(i, [15, 12], (_x, y) => y < 4 === (i % 2 === 0))),
    labels: range(60).map((i) => (i % 2 === 0 ? 'top' : 'bottom')),
  });
  const trained = await run('training.submit', {
    datasetId: corners.datasetId,
    target: 'label',
    family: 'cnn2d',
    familyParams: { filters: [4, 6] },
    training: { epochs: 2, backend: 'cpu' },
  });
  await done(trained.jobId);
  source = await newest(trained.modelId);
}, 120_000);
afterAll(() => studio.close());

const ask = ({
  epochs = 12,
  ...part
}: {
  cut?: string;
  freeze?: string | null;
  head?: { units?: number[] };
  datasetId?: string;
  modelVersionId?: string;
  epochs?: number;
}) =>
  run('training.transfer', {
    modelVersionId: source.id,
    datasetId: stripes.datasetId,
    target: 'label',
    training: { epochs, learningRate: 0.05, backend: 'cpu' },
    ...part,
  });

it('says where a network can be cut, and the layer before the answer is meant', async () => {
  const { standard, points } = await run('models.cuts', { modelVersionId: source.id });
  expect(standard).toBe('everywhere');
  expect(points.map(({ id, shape, isGate }) => [id, shape.join('x'), isGate])).toEqual([
    ['conv1', '9x9x4', true],
    ['norm1', '9x9x4', true],
    ['relu1', '9x9x4', true],
    ['pool1', '4x4x4', true],
    ['conv2', '4x4x6', true],
    ['norm2', '4x4x6', true],
    ['relu2', '4x4x6', true],
    ['pool2', '2x2x6', true],
    ['everywhere', '6', true],
  ]);
});

it('keeps what stands still to the bit, enters samples as the version does, and is a version like any other', {
  timeout: 120_000,
}, async () => {
  const { jobId, modelId, runId } = await ask({ head: { units: [8] } });
  await done(jobId);
  const made = await newest(modelId);
  expect(made.input).toEqual(source.input);
  expect(made.task.labels).toEqual(['bottom', 'top']);
  const [before, after] = [await weightsOf(source), await weightsOf(made)];
  const kept = [...before.keys()].filter((name) => !name.startsWith('output/'));
  expect(kept.length).toBeGreaterThan(8);
  // Kernels, and the statistics of normalisation too.
  for (const name of kept) expect(after.get(name)?.data, name).toEqual(before.get(name)?.data);
  expect([...after.keys()].filter((name) => !before.has(name)).toSorted()).toEqual([
    'answerHead/bias',
    'answerHead/kernel',
    'head1/bias',
    'head1/kernel',
  ]);
  expect(made.metrics.valAccuracy).toBeGreaterThan(0.7);
  // The whole network answers what the head was judged by on what was computed once.
  const { figure } = await run('runs.get', { id: runId });
  expect(figure?.value).toBeDefined();
  const { predictions } = await run('inference.predict', {
    modelId,
    rows: range(60).map((sample) => ({ sample })),
  });
  const right = predictions.filter(({ value }, i) => value === (i % 2 === 0 ? 'top' : 'bottom')).length;
  expect(right / 60).toBeGreaterThan(0.7);
  const { report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });

  // A second stage, in which all layers learn, the first ones least.
  const second = await run('training.goOn', {
    modelVersionId: made.id,
    training: { epochs: 1, learningRate: 0.001, layerRate: 0.1, optimizer: 'sgd' },
  });
  await done(second.jobId);
  const later = await weightsOf(await newest(modelId));
  const moved = (name: string) =>
    Math.max(
      ...(later.get(name)?.data ?? []).map((value, i) => Math.abs(value - (after.get(name)?.data[i] ?? 0))),
    );
  expect(moved('conv1/kernel')).toBeGreaterThan(0);
  expect(moved('conv1/kernel')).toBeLessThan(moved('answerHead/kernel') / 10);
});

it('freezes up to a layer, or nothing', { timeout: 120_000 }, async () => {
  const before = await weightsOf(source);
  const partly = await ask({ freeze: 'pool1', epochs: 1 });
  await done(partly.jobId);
  const after = await weightsOf(await newest(partly.modelId));
  expect(after.get('norm1/movingMean')?.data).toEqual(before.get('norm1/movingMean')?.data);
  expect(after.get('conv1/kernel')?.data).toEqual(before.get('conv1/kernel')?.data);
  expect(after.get('conv2/kernel')?.data).not.toEqual(before.get('conv2/kernel')?.data);
  const whole = await ask({ freeze: null, epochs: 1 });
  await done(whole.jobId);
  expect((await weightsOf(await newest(whole.modelId))).get('conv1/kernel')?.data).not.toEqual(
    before.get('conv1/kernel')?.data,
  );
});

it('refuses by name what does not fit', { timeout: 120_000 }, async () => {
  await expect(ask({ cut: 'output' })).rejects.toThrow('"output" belongs to the answer');
  await expect(ask({ cut: 'nowhere' })).rejects.toThrow('no layer "nowhere"');
  await expect(ask({ cut: 'pool1', freeze: 'conv2' })).rejects.toThrow('nothing would be left to learn');
  const { storage } = studio.services;
  const colours = await storeImages(storage, 'colours', {
    pixels: { height: 9, width: 9, channels: 3 },
    images: range(20).map((i) => new Uint8Array(243).fill(i)),
    labels: range(20).map((i) => (i % 2 === 0 ? 'a' : 'b')),
  });
  const wrong = await ask({ datasetId: colours.datasetId });
  expect((await run('jobs.wait', { id: wrong.jobId })).error?.message).toContain(
    'takes images of one channel',
  );
  const one = await storeImages(storage, 'one', {
    pixels: { height: 9, width: 9, channels: 1 },
    images: range(20).map((i) => new Uint8Array(81).fill(i)),
    labels: range(20).map(() => 'a'),
  });
  await expect(
    ask({ datasetId: one.datasetId }).then(async ({ jobId }) => {
      const { error } = await run('jobs.wait', { id: jobId });
      if (error) throw new Error(error.message);
    }),
  ).rejects.toThrow(/same|one/);
  const csv = new File(['a,b\n1,x\n2,y\n3,x\n4,y\n'], 'table.csv');
  const { jobId, datasetId } = await run('datasets.import', { files: [csv] });
  await done(jobId);
  await expect(ask({ datasetId })).rejects.toThrow('is of the kind tabular');
});

it('makes a table of what a layer sees, with the labels beside it, that a learner of tables is taught by', {
  timeout: 120_000,
}, async () => {
  const { jobId, datasetId } = await run('models.features', {
    modelVersionId: source.id,
    datasetId: stripes.datasetId,
    cut: 'relu2',
  });
  await done(jobId);
  const table = await run('datasets.describe', { id: datasetId });
  expect(table.rows).toBe(60);
  expect(table.schema.columns.map(({ name, role }) => [name, role])).toEqual([
    ['label', 'target'],
    ...range(6).map((i) => [`relu2 ${i + 1}`, 'feature']),
  ]);
  // The mean of a channel over its positions, as the network itself computes it.
  const model = await openModel(source.id, studio.services.storage);
  const { input } = model.version;
  const engine = kindEngineOf(input);
  const asked = { rows: [{ sample: 0 }], datasetVersionId: stripes.id };
  const samples = await engine.ask(model.version, asked, studio.services.storage, new Remarks());
  const seen = (await model.activations?.(engine.enter(model.version, samples), 1, ['relu2']))?.get('relu2');
  const channel = Array.from(seen?.values ?? []).filter((_, i) => i % 6 === 3);
  const mean = channel.reduce((sum, value) => sum + value, 0) / channel.length;
  const { rows } = await run('datasets.rows', { versionId: table.versionId, start: 0, count: 1 });
  expect(Number(rows[0]?.[4])).toBeCloseTo(mean, 5);
  model.dispose();
  const trained = await run('training.submit', { datasetId, target: 'label', family: 'randomForest' });
  await done(trained.jobId);
  expect((await newest(trained.modelId)).metrics.valAccuracy).toBeGreaterThan(0.6);
  await expect(run('models.features', { modelVersionId: source.id, cut: 'output' })).rejects.toThrow(
    'belongs to the answer',
  );
});
