/** A search over networks through the real queue, storage and trainer, in Node: within its budget, inherited, resumed. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { parseArch } from '#/core/arch/parseArch';
import { weightCount } from '#/core/arch/shapes';
import { networkOf } from '#/core/bodies/network';
import type { TrainEvent } from '#/core/protocol/train';
import type { SweepResult } from '#/core/protocol/sweep';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { dumpStudio, loadStudio } from './support/storeDump';

const iris = new File(
  [readFileSync(new URL('../src/engine/train/fixtures/iris.csv', import.meta.url))],
  'iris.csv',
);

const studios: NodeStudio[] = [];
afterEach(() => {
  for (const studio of studios.splice(0)) studio.close();
});

const mostWeights = 700;

it('networks stay within the budget, begin with what their parents learnt, and a dead tab loses none', async () => {
  const [name, after] = [crypto.randomUUID(), crypto.randomUUID()];
  const said = new Map<string, TrainEvent['kind'][]>();
  const open = async (of: string) => {
    const studio = await openNodeStudio(of, {
      onEvent: (runId, event) => said.set(runId, [...(said.get(runId) ?? []), event.kind]),
    });
    studios.push(studio);
    provideServices(studio.services);
    return studio.services;
  };
  const dying = await open(name);
  const { id: datasetId } = await dying.storage.datasets.create({ name: 'iris', kind: 'tabular' });
  await dying.data.import({ jobId: 'import', datasetId, file: iris }, () => {}).done;
  const { jobId, runId } = await run('architectures.search', {
    datasetId,
    target: 'species',
    trials: 14,
    population: 4,
    sample: 3,
    mostWeights,
    mostMemoryBytes: 50e6,
    seed: 3,
    training: { backend: 'cpu', epochs: 2, earlyStopping: false, seed: 5 },
  });
  const ended = async () =>
    (await dying.storage.runs.list({ parentId: runId })).filter(({ trial }) => trial?.reported).length;
  await expect.poll(ended, { timeout: 120_000, interval: 20 }).toBeGreaterThanOrEqual(6);
  const dump = await dumpStudio(name);
  const before = new Set(
    (await dying.storage.runs.list({ parentId: runId })).flatMap(({ id, trial }) =>
      trial?.reported ? [id] : [],
    ),
  );
  await dying.jobs.cancel(jobId);
  said.clear();

  await loadStudio(after, dump);
  const next = await open(after);
  const job = await next.jobs.wait(jobId);
  expect(job.error).toBeUndefined();
  expect(job.result as SweepResult).toMatchObject({ complete: 14, failed: 0 });
  expect([...said.keys()].filter((id) => before.has(id))).toEqual([]);
  const { trials, front } = await run('sweeps.describe', { runId });
  expect(new Set(trials.map(({ params }) => params.network)).size).toBe(14);
  expect(front.length).toBeGreaterThan(0);
  expect(trials.some(({ params }) => params.inherits === true)).toBe(true);
  for (const { runIds, params, values } of trials) {
    const { modelVersionId = '', params: settings } = await run('runs.get', { id: runIds[0] ?? '' });
    const version = await next.storage.models.version(modelVersionId);
    const arch = parseArch(version && networkOf(version)?.arch);
    expect(weightCount(arch)).toBe(params.weights);
    expect(weightCount(arch)).toBeLessThanOrEqual(mostWeights);
    // Means and spreads of batch normalisation are kept beside the weights.
    expect(values?.[1]).toBeGreaterThanOrEqual(4 * weightCount(arch));
    // As a drawn network it trains again and opens in the editor.
    expect(settings.family).toBe('customNetwork');
  }
  const best = (job.result as SweepResult).best.runId;
  const { modelId } = await run('runs.get', { id: best });
  const [file] = (await run('models.export', { modelId, format: 'onnx' })).files;
  expect(file?.name).toMatch(/\.onnx$/);
}, 300_000);

it('what cannot be is refused by name', async () => {
  const studio = await openNodeStudio(crypto.randomUUID());
  studios.push(studio);
  provideServices(studio.services);
  const { storage, data } = studio.services;
  const { id: datasetId } = await storage.datasets.create({ name: 'iris', kind: 'tabular' });
  await data.import({ jobId: 'import', datasetId, file: iris }, () => {}).done;
  const ask = (more: object) => run('architectures.search', { datasetId, target: 'species', ...more });
  await expect(ask({ mostWeights: 5 })).rejects.toMatchObject({ code: 'badInput', place: 'mostWeights' });
  await expect(ask({ objective: 'testAccuracy' })).rejects.toMatchObject({ place: 'objective' });
  expect(await storage.models.list()).toEqual([]);
});
