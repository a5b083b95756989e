/**
 * Adding a kind of data is one file and one line a layer (test/claps): shown with one this repository does not have,
 * from a dropped file to its report, as a user goes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { BatchFieldsResult } from '#/app/jobs/batchFieldsJob';
import { kinds } from '#/core/kinds/registry';
import { kindsOfData } from '#/data/kinds/registry';
import { kindEngines } from '#/engine/kinds/registry';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { clapsKind } from './claps/core';
import { onnxRuntimes } from './support/onnxRuntimes';

// The lines, as they would stand in the index.ts of each folder.
vi.mock('#/core/protocol/dataset', async (original) => {
  const dataset = await original<{ datasetKinds: readonly string[] }>();
  return { ...dataset, datasetKinds: [...dataset.datasetKinds, 'claps'] };
});
vi.mock('#/core/kinds/index', async (original) => ({
  ...(await original<object>()),
  claps: (await import('./claps/core')).claps,
}));
vi.mock('#/data/kinds/index', async (original) => ({
  ...(await original<object>()),
  claps: (await import('./claps/data')).claps,
}));
vi.mock('#/engine/kinds/index', async (original) => ({
  ...(await original<object>()),
  claps: (await import('./claps/engine')).claps,
}));
vi.mock('#/formats/index', async (original) => ({
  ...(await original<object>()),
  claps: (await import('./claps/format')).claps,
}));

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`kind-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
  return job;
}

/** Rhythms that hurry towards the end, or slow down. */
const lines = Array.from({ length: 80 }, (_, i) => {
  const late = i % 2 === 0;
  const moments = Array.from({ length: 5 + (i % 4) }, (_, k) => {
    const at = ((k * 7 + i) % 40) / 10;
    return (late ? 9.9 - at : at).toFixed(1);
  });
  return `${late ? 'hurrying' : 'slowing'}: ${moments.join(' ')}`;
});
const clapFile = (name: string) => new File([`CLAPS 10\n${lines.join('\n')}\n`], name);

it('a new kind of data is imported, trained on, judged, asked, exported and reported', async () => {
  const { jobId, datasetId } = await run('datasets.import', { files: [clapFile('hall.claps')] });
  await ended(jobId);
  const described = await run('datasets.describe', { id: datasetId });
  expect(described).toMatchObject({ rows: 80, suggestedTarget: 'rhythm', schema: { kind: 'claps' } });
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error('no version');
  const { rows } = await run('datasets.rows', { versionId: version.id, start: 1, count: 1 });
  expect(rows).toEqual([[lines[1]?.split(': ')[1], 'slowing']]);

  // Its own views and cuts.
  const { data } = studio.services;
  expect(await data.view(clapsKind, version.id, { sample: 1 })).toEqual(
    lines[1]?.split(': ')[1]?.split(' ').map(Number),
  );
  const shorter = await data.revise(version.id, { kind: clapsKind, cut: { seconds: 5 } });
  expect(shorter).toMatchObject({ number: 2, schema: { data: { seconds: 5 } }, chunks: version.chunks });

  const options = await run('training.options', { datasetId });
  // Families of the same shape of sample take it without being told of it.
  expect(options.families.map(({ type }) => type)).toEqual([
    'mlp',
    'linear',
    'boostedTrees',
    'decisionTree',
    'explainableBoosting',
    'extraTrees',
    'randomForest',
    'customNetwork',
    'knn',
    'naiveBayes',
    'supportVectors',
  ]);
  const trained = await run('training.submit', {
    datasetId,
    versionId: version.id,
    target: 'rhythm',
    family: 'linear',
    training: { epochs: 60, backend: 'cpu', seed: 1 },
  });
  await ended(trained.jobId);
  const { modelId, runId } = trained;
  const evaluation = await run('runs.evaluation', { runId });
  expect(evaluation.rows.length).toBeGreaterThan(5);
  const [model] = (await run('models.get', { id: modelId })).versions;
  expect(model?.input).toMatchObject({ kind: 'claps', fitted: { seconds: 10, bins: 5 } });
  expect(model?.metrics.valAccuracy).toBe(1);

  const answer = await run('inference.predict', {
    modelId,
    rows: [{ moments: '8.5 9 9.5 9.6' }, { moments: '0.1 0.2 0.4' }],
  });
  expect(answer.predictions.map(({ value }) => value)).toEqual(['hurrying', 'slowing']);
  await expect(run('inference.predict', { modelId })).rejects.toMatchObject({
    hint: 'Give the moments of at least one recording.',
  });
  const whole = await run('inference.batch', { modelId, datasetId: await imported('street.claps') });
  expect((await ended(whole.jobId)).result).toMatchObject({
    fileName: 'street.claps-predictions.csv',
    score: { judged: 80, correct: 80 },
  } satisfies Partial<BatchFieldsResult>);

  const { files, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
  const [onnx] = files;
  for (const runtime of onnxRuntimes) {
    const counts = Float32Array.of(0, 0, 0, 0, 4);
    const feed = { name: 'counts', type: 'float32' as const, data: counts, dims: [1, 5] };
    const out = await runtime.run(onnx?.bytes as Uint8Array<ArrayBuffer>, [feed]);
    expect([...((out.get('label')?.data ?? []) as string[])]).toEqual(['hurrying']);
  }
  const { html } = await run('runs.report', { runId });
  expect(html).toContain('hurrying');
});

async function imported(name: string): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', { files: [clapFile(name)] });
  await ended(jobId);
  return datasetId;
}

describe('every kind', () => {
  it.each([
    ['core/kinds', kinds.all],
    ['data/kinds', kindsOfData.all],
    ['engine/kinds', kindEngines.all],
  ])('is one file and one line in %s', (folder, entries) => {
    const root = new URL(`../src/${folder}/`, import.meta.url);
    const types = entries.map(({ type }) => type).filter((type) => type !== clapsKind);
    const files = readdirSync(root);
    expect(files).toEqual(expect.arrayContaining(types.map((type) => `${type}.ts`)));
    const text = readFileSync(new URL('index.ts', root), 'utf8').trim().split('\n');
    expect(text.toSorted()).toEqual(types.map((type) => `export { ${type} } from './${type}';`).toSorted());
  });
});
