/**
 * ONNX files that PyTorch wrote (test/fixtures/onnxNetworks) imported as a user would, opened as networks, and trained:
 * transferred with some layers standing still or none, judged on a table and trained further, exported, opened again.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { networkOf } from '#/core/bodies/network';
import { unpackWeights } from '#/core/bodies/tensorBlob';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import { normals, uniforms } from '#/core/random/random';
import { storeImages } from '#/engine/train/fixtures/storeImages';
import { storeTable } from '#/engine/train/fixtures/storeTable';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let halves: DatasetVersion;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

beforeAll(async () => {
  studio = await openNodeStudio(`trainable-${crypto.randomUUID()}`);
  provideServices(studio.services);
  halves = await storeImages(studio.services.storage, 'halves', {
    pixels: { height: 24, width: 20, channels: 3 },
    images: range(60).map((i) =>
      Uint8Array.from(
        uniforms(5, 'halves', i, 24 * 20 * 3),
        (u, at) => u * 90 + (at < 720 === (i % 2 === 0) ? 140 : 0),
      ),
    ),
    labels: range(60).map((i) => (i % 2 === 0 ? 'top' : 'bottom')),
  });
});
afterAll(() => studio.close());

const done = async (jobId: string) => {
  const job = await run('jobs.wait', { id: jobId });
  expect(job.error, `${job.error?.message} ${job.error?.hint}`).toBeUndefined();
  return job;
};
const newest = async (modelId: string): Promise<ModelVersion> =>
  (await run('models.get', { id: modelId })).versions.toSorted(
    (a, b) => b.number - a.number,
  )[0] as ModelVersion;
async function imported(name: string): Promise<ModelVersion> {
  const bytes = readFileSync(new URL(`./fixtures/onnxNetworks/${name}.onnx`, import.meta.url));
  const { jobId, modelId } = await run('models.import', { files: [new File([bytes], `${name}.onnx`)] });
  await done(jobId);
  return await newest(modelId);
}
async function weightsOf(version: ModelVersion) {
  const body = networkOf(version);
  if (!body) throw new Error(`a body of the type ${version.body.type}`);
  return unpackWeights(await studio.services.storage.blobs.get(body.weights.blob), body.weights.tensors);
}

it.each([
  'residual-old',
  'residual-new',
  'mobile-old',
  'mobile-new',
  'encoder-old',
  'encoder-new',
  'rows-old',
  'rows-new',
  'lstm-old',
  'lstm-new',
  'gru-old',
  'gru-new',
])('%s says that it opens as a network', async (name) => {
  const { body, notes } = await imported(name);
  expect(body.type).toBe('onnx');
  expect(notes).toMatch(/Opens as a network that can be trained, of \d+ layers/);
});

it('a residual network learns another answer, some of it standing still; what it made opens again', {
  timeout: 300_000,
}, async () => {
  const source = await imported('residual-new');
  const { points, stands } = await run('models.cuts', { modelVersionId: source.id });
  expect(stands).toBeUndefined();
  expect(points.map(({ id }) => id)).toContain('stem.0');
  const training = { epochs: 12, learningRate: 0.02, backend: 'cpu', seed: 1 } as const;
  const request = { modelVersionId: source.id, datasetId: halves.datasetId, target: 'label', training };
  const some = await run('training.transfer', { ...request, freeze: 'relu1' });
  await done(some.jobId);
  const version = await newest(some.modelId);
  expect(version).toMatchObject({ body: { type: 'network' }, task: { labels: ['bottom', 'top'] } });
  expect(version.metrics.valAccuracy).toBeGreaterThan(0.9);
  const all = await run('training.transfer', { ...request, freeze: null });
  await done(all.jobId);
  const [frozen, free] = [await weightsOf(version), await weightsOf(await newest(all.modelId))];
  const values = (from: typeof frozen, name: string) => Array.from(from.get(name)?.data ?? []);
  expect(values(frozen, 'stem.0/kernel')).not.toEqual(values(free, 'stem.0/kernel'));
  expect(values(frozen, 'b/kernel')).not.toEqual(values(free, 'b/kernel'));

  const { files, report } = await run('models.export', { modelId: some.modelId });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
  const back = await run('models.import', {
    files: [new File([files[0]?.bytes ?? new Uint8Array()], 'back.onnx')],
  });
  await done(back.jobId);
  const again = await newest(back.modelId);
  expect(again.body.type).toBe('network');
  const further = await run('training.goOn', {
    modelVersionId: again.id,
    datasetId: halves.datasetId,
    training: { ...training, epochs: 1 },
  });
  await done(further.jobId);
});

it('a network of rows is judged, answers the same as its file, and is trained further', {
  timeout: 300_000,
}, async () => {
  const source = await imported('rows-new');
  const values = range(7).map((column) => normals(column, 'rows', 0, 80));
  const table = await storeTable(studio.services.storage, 'rows', [
    ...values.map((cells, i) => ({
      field: { name: `c${i}`, type: 'numeric', role: 'feature' } as const,
      cells: [...cells],
    })),
    {
      field: { name: 'kind', type: 'categorical', role: 'target' } as const,
      cells: range(80).map((i) => ['one', 'three', 'two'][i % 3] ?? ''),
    },
  ]);
  const labels = ['two', 'one', 'three'];
  const { jobId, modelId } = await run('models.evaluate', {
    modelVersionId: source.id,
    datasetId: table.datasetId,
    target: 'kind',
    labels,
  });
  await done(jobId);
  const judged = await newest(modelId);
  expect(judged.body.type).toBe('network');
  const rows = range(5).map((i) =>
    Object.fromEntries(values.map((cells, c) => [`c${c}`, cells[i] as number])),
  );
  const { predictions } = await run('inference.predict', { modelId, version: judged.number, rows });
  const { predictions: theirs } = await run('inference.predict', {
    modelId,
    version: source.number,
    arrays: { x: rows.map((row) => Object.values(row)) },
  });
  const scores = Array.from((theirs[0]?.arrays?.[0]?.data ?? []) as ArrayLike<number>);
  for (const [i, { value, probabilities }] of predictions.entries()) {
    const own = scores.slice(3 * i, 3 * i + 3).map(Math.exp);
    const total = own.reduce((sum, x) => sum + x, 0);
    expect(value).toBe(labels[own.indexOf(Math.max(...own))]);
    for (const [at, label] of ['one', 'three', 'two'].entries())
      expect(probabilities?.[at]).toBeCloseTo((own[labels.indexOf(label)] ?? 0) / total, 5);
  }
  const further = await run('training.goOn', {
    modelVersionId: judged.id,
    training: { epochs: 3, learningRate: 0.01, backend: 'cpu' },
  });
  await done(further.jobId);
  const after = await newest(modelId);
  expect(after.number).toBe(judged.number + 1);
  const { warnings } = await run('runs.get', { id: after.runId });
  expect(after.goneOn, warnings?.join(' ')).toMatchObject({ from: judged.id });
});
