/** A sweep through the real queue, storage and trainer, in Node: each trial once, also when the tab dies. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { SweepRequest } from '#/app/sweeps/checkSweep';
import { submitSweep } from '#/app/sweeps/submitSweep';
import { TetradError } from '#/core/protocol/errors';
import type { SweepResult } from '#/core/protocol/sweep';
import type { TrainEvent } from '#/core/protocol/train';
import { type NodeStudio, type NodeStudioOptions, openNodeStudio } from './support/nodeStudio';
import { dumpStudio, loadStudio } from './support/storeDump';

const iris = new File(
  [readFileSync(new URL('../src/engine/train/fixtures/iris.csv', import.meta.url))],
  'iris.csv',
);

const studios: NodeStudio[] = [];
/** What trainings said, by run. */
let said: Map<string, TrainEvent['kind'][]>;

beforeEach(() => {
  said = new Map();
});
afterEach(() => {
  for (const studio of studios.splice(0)) studio.close();
});

/** The second trial needs more memory than there is, but with batches of 8. */
function runsOutOfMemory({ engine }: Services): void {
  const { train } = engine;
  engine.train = (request, onEvent) =>
    request.runId.endsWith('-1-0') && request.config.batchSize > 8
      ? { done: Promise.reject(new TetradError(outOfMemory)), stop: () => {} }
      : train(request, onEvent);
}
const outOfMemory = {
  code: 'outOfMemory',
  message: 'There is no memory for a batch of 32.',
  hint: 'Take a smaller batch.',
} as const;

async function open(name: string, breathe?: NodeStudioOptions['breathe']) {
  const studio = await openNodeStudio(name, {
    breathe,
    onEvent: (runId, event) => said.set(runId, [...(said.get(runId) ?? []), event.kind]),
  });
  studios.push(studio);
  return studio.services;
}

type Services = NodeStudio['services'];

const request = async (
  { storage, data }: Services,
  more: Partial<SweepRequest> = {},
): Promise<SweepRequest> => {
  const { id } = await storage.datasets.create({ name: 'iris', kind: 'tabular' });
  await data.import({ jobId: 'import', datasetId: id, file: iris }, () => {}).done;
  return {
    datasetId: id,
    target: 'species',
    family: 'mlp',
    familyParams: { hiddenLayers: [4] },
    training: { backend: 'cpu', epochs: 4, earlyStopping: false, seed: 5 },
    space: {
      learningRate: { type: 'log', min: 1e-4, max: 0.1 },
      dropout: { type: 'continuous', min: 0, max: 0.5 },
    },
    trials: 5,
    pruner: 'asha',
    ...more,
  };
};

it('the tab dies in the middle, and memory is short once: nothing is lost, nothing trained twice, and the end is that of one that lived', async () => {
  const calm = await open(crypto.randomUUID());
  runsOutOfMemory(calm);
  provideServices(calm);
  const lived = await submitSweep(calm, await request(calm));
  const whole = await calm.jobs.wait(lived.jobId);
  expect(whole.error).toBeUndefined();
  const described = await run('sweeps.describe', { runId: lived.runId });
  expect(described.trials).toHaveLength(5);
  // Again with half the batch, twice; and said.
  expect(described.trials[1]).toMatchObject({ batch: { asked: 32, taken: 8 } });
  expect(described.words).toContain('Trial 2 ran out of memory with batches of 32 and was trained with 8.');
  const again = await run('runs.get', { id: described.trials[1]?.runIds[0] ?? '' });
  expect([again.config.batchSize, again.params.batchSize, again.error]).toEqual([8, 8, undefined]);
  // The first is the training without a search.
  expect(described.trials[0]?.params).toMatchObject({ learningRate: 0.005, 'mlp.dropout': 0.25 });
  const result = whole.result as SweepResult;
  const pruned = described.trials.filter(({ state }) => state === 'pruned');
  expect(pruned.length).toBeGreaterThan(0);
  expect(result).toMatchObject({ pruned: pruned.length, complete: 5 - pruned.length, failed: 0 });
  for (const { why, epochs } of pruned) {
    expect(why).toContain('at epoch');
    expect(epochs).toBeLessThan(4);
  }
  const complete = described.trials.filter(({ state }) => state === 'complete');
  const best = Math.max(...complete.map(({ values }) => values?.[0] as number));
  expect(result.best.values).toEqual([best]);
  expect(await run('runs.get', { id: lived.runId })).toMatchObject({ status: 'finished', sweep: { result } });
  // Of the trials that were beaten none keeps a model.
  const versions = await calm.storage.models.versions(lived.modelId);
  expect(versions.map((version) => version.runId)).toEqual([result.best.runId]);
  // Kept apart, none to be used by itself.
  expect((await run('models.get', { id: lived.modelId })).model.aliases).toEqual({});
  said.clear();

  const [name, after] = [crypto.randomUUID(), crypto.randomUUID()];
  let release = () => {};
  const released = new Promise<void>((go) => (release = go));
  const dying = await open(name, async () => {
    // The last training stands still.
    if (said.size === 5) await released;
  });
  runsOutOfMemory(dying);
  const { jobId, runId } = await submitSweep(dying, await request(dying));
  await expect.poll(() => said.size).toBe(5);
  await expect
    .poll(
      async () =>
        (await dying.storage.runs.list({ parentId: runId })).filter(({ trial }) => trial?.reported).length,
    )
    .toBe(4);
  const dump = await dumpStudio(name);
  const before = new Set(said.keys());
  said.clear();
  await loadStudio(after, dump);
  const next = await open(after);
  const job = await next.jobs.wait(jobId);
  const { best: found, ...counts } = job.result as SweepResult;
  expect(result).toMatchObject(counts);
  expect({ number: found.number, values: found.values }).toEqual({
    number: result.best.number,
    values: result.best.values,
  });
  expect([...said.keys()].filter((id) => before.has(id))).toHaveLength(1);
  expect(await next.storage.jobs.children(jobId)).toHaveLength(5 + 2);
  const trials = (await next.storage.runs.list({ parentId: runId })).map(({ trial }) => trial?.params);
  expect(trials.toReversed()).toEqual(described.trials.map(({ params }) => params));
  // Nothing of the dead tab may outlive this test.
  release();
  await dying.jobs.wait(jobId);
});

it('a trial is the mean over folds of the rows; where no batch fits it fails, and where the batch is searched at once', async () => {
  const services = await open(crypto.randomUUID());
  const { storage } = services;
  const { train } = services.engine;
  const asked: number[] = [];
  services.engine.train = (request, onEvent) => {
    if (!request.runId.endsWith('-1-0-0')) return train(request, onEvent);
    asked.push(request.config.batchSize);
    return { done: Promise.reject(new TetradError(outOfMemory)), stop: () => {} };
  };
  provideServices(services);
  const base = await request(services);
  const few = { ...base, trials: 2, folds: 3, pruner: 'none', training: { ...base.training, epochs: 1 } };
  const { jobId, runId } = await submitSweep(services, few);
  expect((await services.jobs.wait(jobId)).error).toBeUndefined();
  const { trials, best, folds } = await run('sweeps.describe', { runId });
  expect([folds, best, trials[1]?.state, trials[1]?.why]).toEqual([3, 0, 'failed', outOfMemory.message]);
  expect(asked).toEqual([32, 16, 8, 4, 2]);
  const parts = (await storage.runs.list({ parentId: runId })).filter(({ trial }) => trial?.number === 0);
  expect(new Set(parts.map(({ fold }) => fold?.index))).toEqual(new Set([0, 1, 2]));
  // Each of the rows but the test rows is judged by one of them.
  const [{ split } = {}] = parts;
  expect(parts.reduce((sum, part) => sum + (part.split?.val ?? 0), 0)).toBe(150 - (split?.test ?? 0));
  const values = parts.map(({ summary }) => summary.valAccuracy as number);
  const mean = values.reduce((a, b) => a + b) / 3;
  expect(trials[0]?.values).toEqual([expect.closeTo(mean, 12)]);
  expect(trials[0]?.spread?.[0]).toBeCloseTo(
    Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2),
    12,
  );

  expect((await run('runs.get', { id: runId })).summary.valAccuracy).toBeCloseTo(mean, 12);

  asked.length = 0;
  const space = { batchSize: { type: 'categorical' as const, values: [32, 64] } };
  const searched = await submitSweep(services, { ...few, space });
  await services.jobs.wait(searched.jobId);
  expect(asked).toHaveLength(1);
  await expect(submitSweep(services, { ...base, folds: 151 })).rejects.toMatchObject({ place: 'folds' });
});

it('what cannot be is refused before anything is made; trials that all fail say why', async () => {
  const services = await open(crypto.randomUUID());
  const { storage, jobs } = services;
  const base = await request(services);
  const refused = (more: Partial<SweepRequest>, place: string) =>
    expect(submitSweep(services, { ...base, ...more })).rejects.toMatchObject({ code: 'badInput', place });
  await refused({ space: {} }, 'space');
  await refused({ space: { depth: { type: 'integer', min: 1, max: 4 } } }, 'space.depth');
  await refused({ objective: 'testAccuracy' }, 'objective');
  await refused({ objective: 'seconds' }, 'pruner');
  await refused({ objective: ['valLoss', 'valLoss'] }, 'objective');
  await refused({ method: 'annealing' }, 'method');
  expect([await storage.models.list(), await storage.runs.list()]).toEqual([[], []]);

  const space = { learningRate: { type: 'log' as const, min: 1e6, max: 1e7 } };
  const { jobId } = await submitSweep(services, {
    ...base,
    space,
    startWithStandard: false,
    training: { ...base.training, optimizer: 'sgd' },
    pruner: 'none',
    trials: 8,
  });
  const job = await jobs.wait(jobId);
  expect(job).toMatchObject({ status: 'failed', error: { code: 'notFinite' } });
  expect(job.error?.message).toContain('All 5 trials failed');
});

it('trials are measured by how large and how fast their models are, and no other beats those of the front', async () => {
  const services = await open(crypto.randomUUID());
  const { jobId, runId } = await submitSweep(services, {
    ...(await request(services)),
    space: { hiddenLayers: { type: 'categorical', values: [[2], [4], [16, 16]] } },
    method: 'grid',
    pruner: 'none',
    trials: 3,
    objective: ['valAccuracy', 'modelBytes', 'latencyMs'],
    training: { backend: 'cpu', epochs: 1, seed: 5 },
  });
  const job = await services.jobs.wait(jobId);
  expect(job.error).toBeUndefined();
  provideServices(services);
  const { trials, front } = await run('sweeps.describe', { runId });
  // Four features, three labels, in float32.
  const weights = (layers: number[]) =>
    [4, ...layers].reduce((sum, width, at) => sum + (width + 1) * ([...layers, 3][at] as number), 0);
  for (const { params, values = [] } of trials) {
    expect(values[1]).toBe(4 * weights(params['mlp.hiddenLayers'] as number[]));
    expect(values[2]).toBeGreaterThan(0);
  }
  expect(front).toContain(trials.find(({ params }) => String(params['mlp.hiddenLayers']) === '2')?.number);
});
