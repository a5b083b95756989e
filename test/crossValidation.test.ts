/** Cross-validation through the real queue, storage and trainer, in Node: each fold once, also when the tab dies. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { submitCrossValidation } from '#/app/training/submitCrossValidation';
import type { CrossValidationResult } from '#/core/protocol/crossValidation';
import type { TrainEvent } from '#/core/protocol/train';
import { type NodeStudio, type NodeStudioOptions, openNodeStudio } from './support/nodeStudio';
import { dumpStudio, loadStudio } from './support/storeDump';

const iris = new File(
  [readFileSync(new URL('../src/engine/train/fixtures/iris.csv', import.meta.url))],
  'iris.csv',
);
const training = { backend: 'cpu', epochs: 3, learningRate: 0.01, earlyStopping: false, seed: 5 } as const;

const studios: NodeStudio[] = [];
/** What trainings said, by run. */
let said: Map<string, TrainEvent['kind'][]>;
let prepared: Extract<TrainEvent, { kind: 'prepared' }>[];

beforeEach(() => {
  said = new Map();
  prepared = [];
});
afterEach(() => {
  for (const studio of studios.splice(0)) studio.close();
});

async function open(name: string, breathe?: NodeStudioOptions['breathe']) {
  const studio = await openNodeStudio(name, {
    breathe,
    onEvent: (runId, event) => {
      said.set(runId, [...(said.get(runId) ?? []), event.kind]);
      if (event.kind === 'prepared') prepared.push(event);
    },
  });
  studios.push(studio);
  return studio.services;
}

type Services = NodeStudio['services'];

async function importIris({ storage, data }: Services): Promise<string> {
  const { id } = await storage.datasets.create({ name: 'iris', kind: 'tabular' });
  await data.import({ jobId: 'import', datasetId: id, file: iris }, () => {}).done;
  return id;
}

const submit = async (services: Services, plan = { folds: 3, repeats: 2 }) =>
  await submitCrossValidation(services, {
    ...plan,
    datasetId: await importIris(services),
    target: 'species',
    family: 'linear',
    training,
  });

it('judges every row once a repeat, and says mean and spread on the run of the whole', async () => {
  const services = await open(crypto.randomUUID());
  provideServices(services);
  const { jobId, runId, modelId } = await run('training.crossValidate', {
    datasetId: await importIris(services),
    target: 'species',
    family: 'linear',
    training,
    folds: 3,
    repeats: 2,
  });
  const job = await run('jobs.wait', { id: jobId });
  expect(job.error).toBeUndefined();
  const result = job.result as CrossValidationResult;
  expect(result.folds.map(({ repeat, index }) => `${repeat}.${index}`)).toEqual([
    '0.0',
    '0.1',
    '0.2',
    '1.0',
    '1.1',
    '1.2',
  ]);
  const accuracies = result.folds.map(({ metrics }) => metrics.valAccuracy as number);
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / 6;
  expect(result.mean.valAccuracy).toBeCloseTo(mean, 12);
  expect(result.sd.valAccuracy).toBeCloseTo(
    Math.sqrt(accuracies.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5),
    12,
  );
  expect(prepared.map(({ trainRows, valRows }) => [trainRows, valRows])).toEqual(Array(6).fill([100, 50]));

  const whole = await run('runs.get', { id: runId });
  expect(whole).toMatchObject({
    status: 'finished',
    summary: result.mean,
    crossValidation: { folds: 3, repeats: 2, result },
    params: { folds: 3, repeats: 2, family: 'linear' },
  });
  const parts = await services.storage.runs.list({ parentId: runId });
  expect(parts.map(({ name, status }) => `${name}: ${status}`).toSorted()).toEqual(
    ['1, fold 1', '1, fold 2', '1, fold 3', '2, fold 1', '2, fold 2', '2, fold 3'].map(
      (part) => `iris linear, 3 folds × 2, repeat ${part}: finished`,
    ),
  );
  // They are kept apart, and none of them is to be used by itself.
  const { model, versions } = await run('models.get', { id: modelId });
  expect(model).toMatchObject({ tags: ['cross-validation'], aliases: {} });
  expect(versions).toHaveLength(6);

  await run('jobs.dismiss', { id: jobId });
  expect((await run('jobs.list', {})).map(({ kind }) => kind)).toEqual([]);
  await run('runs.delete', { id: runId });
  expect(await run('runs.list', {})).toEqual([]);
});

it('the tab dies in the middle: what was trained stays, and the figures are those of one that lived', async () => {
  const calm = await open(crypto.randomUUID());
  const whole = await calm.jobs.wait((await submit(calm)).jobId);
  said.clear();

  const [name, after] = [crypto.randomUUID(), crypto.randomUUID()];
  let release = () => {};
  const released = new Promise<void>((go) => (release = go));
  const dying = await open(name, async () => {
    // The fourth training stands still.
    if (said.size === 4) await released;
  });
  const { jobId, runId } = await submit(dying);
  await expect.poll(() => said.size).toBe(4);
  await expect
    .poll(async () => (await dying.storage.runs.list({ parentId: runId, status: 'finished' })).length)
    .toBe(3);
  const dump = await dumpStudio(name);
  const before = new Set(said.keys());
  said.clear();
  await loadStudio(after, dump);
  const next = await open(after);
  const job = await next.jobs.wait(jobId);
  expect(job).toMatchObject({ status: 'completed' });
  const [one, other] = [whole.result, job.result].map((result) =>
    (result as CrossValidationResult).folds.map(({ metrics }) => metrics),
  );
  expect(other).toEqual(one);
  expect([...said.keys()].filter((id) => before.has(id))).toHaveLength(1);
  expect(said.size).toBe(3);
  expect((await next.jobs.get(jobId)).result).toMatchObject({ leftOut: [] });
  expect(await next.storage.jobs.children(jobId)).toHaveLength(6);
  // Nothing of the dead tab may outlive this test.
  release();
  await dying.jobs.wait(jobId);
});

it('a cancelled fold is left out and named; a cancel of the whole leaves nothing running', async () => {
  let stand = true;
  const services = await open(crypto.randomUUID(), async () => {
    while (stand) await new Promise((go) => setTimeout(go, 5));
  });
  const { jobs, storage } = services;
  const first = await submit(services, { folds: 4, repeats: 1 });
  await expect.poll(async () => (await storage.jobs.children(first.jobId)).length).toBe(4);
  const [, second] = await storage.jobs.children(first.jobId);
  await jobs.cancel(second?.id ?? '');
  stand = false;
  const job = await jobs.wait(first.jobId);
  expect(job.result).toMatchObject({
    folds: [{ index: 0 }, { index: 2 }, { index: 3 }],
    leftOut: [{ repeat: 0, index: 1 }],
  });

  stand = true;
  const { jobId, runId } = await submit(services, { folds: 4, repeats: 1 });
  await expect.poll(async () => (await storage.jobs.children(jobId)).length).toBe(4);
  const cancelled = jobs.cancel(jobId);
  stand = false;
  expect((await cancelled).status).toBe('cancelled');
  expect(await storage.jobs.unfinished()).toEqual([]);
  const parts = await storage.runs.list({ parentId: runId });
  expect([await storage.runs.get(runId), ...parts].map((each) => each?.status)).not.toContain('running');
});

it('what cannot be is refused before anything is made', async () => {
  const services = await open(crypto.randomUUID());
  const { storage } = services;
  await expect(submit(services, { folds: 151, repeats: 1 })).rejects.toMatchObject({
    code: 'badInput',
    place: 'folds',
    message: '151 folds of 150 rows are not possible.',
  });
  await expect(submit(services, { folds: 100, repeats: 100 })).rejects.toMatchObject({
    message: expect.stringContaining('10000 trainings'),
  });
  expect([await storage.models.list(), await storage.runs.list()]).toEqual([[], []]);
});
