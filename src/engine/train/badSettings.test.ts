/** Settings nobody should choose: each trains sanely and says what is odd, or stops with what to do. */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schedules } from '#/core/schedules/registry';
import type { Storage } from '#/core/protocol/storage';
import { type TrainConfig, type TrainEvent, type TrainRequest, trainConfig } from '#/core/protocol/train';
import { openStorage } from '#/storage/openStorage';
import { chooseBackend } from '../backends/chooseBackend';
import { storeTable } from './fixtures/storeTable';
import { runTraining } from './runTraining';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ name: 'bad-settings', blobs: 'dexie' });
});
afterAll(() => storage.close());

const rows = 40;
const labels = (i: number) => (i === 7 ? 'once' : i % 2 ? 'odd' : 'even');

async function trainWith(config: Partial<TrainConfig>) {
  const cells = Array.from({ length: rows }, (_, i) => labels(i));
  const version = await storeTable(storage, 'table', [
    { field: { name: 'x', type: 'numeric', role: 'feature' }, cells: cells.map((_, i) => Math.sin(i)) },
    { field: { name: 'y', type: 'categorical', role: 'feature' }, cells },
  ]);
  const model = await storage.models.create({ name: 'm', family: 'mlp' });
  const full = trainConfig.parse({ epochs: 4, backend: 'cpu', ...config });
  const run = await storage.runs.create({
    jobId: 'job',
    name: 'run',
    modelId: model.id,
    datasetId: version.datasetId,
    datasetVersionId: version.id,
    config: full,
    task: { type: 'regression', target: 'y' },
  });
  const request: TrainRequest = {
    jobId: 'job',
    runId: run.id,
    modelId: model.id,
    datasetVersionId: version.id,
    target: 'y',
    task: 'classification',
    features: ['x'],
    family: 'mlp',
    familyParams: { hiddenLayers: [8] },
    config: full,
  };
  const events: TrainEvent[] = [];
  const ended = await runTraining(request, {
    storage,
    emit: (event) => events.push(event),
    breathe: () => Promise.resolve(),
    stopped: () => undefined,
    checkpointEveryMs: 0,
    choose: (spec, wanted, begunOn) =>
      chooseBackend(spec, wanted, begunOn, {
        open: async () => (await import('../backends/cpu')).openCpu(),
        measure: async () => ({ setUpMs: 0, stepMs: 1 }),
      }),
  }).then(
    (result) => ({ result, error: undefined }),
    (error) => ({ result: undefined, error }),
  );
  const points = await storage.metrics.list(run.id);
  const of = (name: string) => points.filter((point) => point.name === name).map(({ value }) => value);
  const prepared = events.find((event) => event.kind === 'prepared');
  return {
    ...ended,
    run,
    model,
    losses: of('batchLoss'),
    rates: of('learningRate'),
    said: prepared?.warnings?.join(' ') ?? '',
  };
}

it('a learning rate of a million explodes: stopped, named, and the checkpoint before it stays', async () => {
  const { error, losses, run, model } = await trainWith({ learningRate: 1e6, optimizer: 'sgd', epochs: 200 });
  expect(error).toMatchObject({ code: 'notFinite', place: /^step \d+, layer /, hint: /learning rate/ });
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(await storage.models.versions(model.id)).toEqual([]);
  for (const { blobs } of await storage.checkpoints.list(run.id))
    for (const blob of blobs) expect((await storage.blobs.get(blob)).length).toBe(blob.bytes);
});

it('a batch larger than the data is all of it, and said', async () => {
  const { result, losses, said } = await trainWith({ batchSize: 1_000_000, accumulation: 10 });
  expect(result).toBeDefined();
  expect(losses).toHaveLength(4);
  expect(said).toMatch(/batch size of 1,000,000 is more than the 3\d training rows/);
});

it('no epoch at all is refused where it stands', async () => {
  expect(trainConfig.safeParse({ epochs: 0 }).error?.issues[0]?.path).toEqual(['epochs']);
});

it('a class with one row is learned, not judged, and said', async () => {
  const { result, said } = await trainWith({});
  expect(said).toMatch(/The label “once” has a single row/);
  expect(Object.values(result?.metrics ?? {}).every(Number.isFinite)).toBe(true);
  const balanced = await trainWith({ sampling: 'balanced', classWeights: 'balanced' });
  expect(Object.values(balanced.result?.metrics ?? {}).every(Number.isFinite)).toBe(true);
});

it('a warm-up longer than the run rises to its end, and is said', async () => {
  const { rates, said } = await trainWith({ warmupSteps: 10_000, learningRate: 0.01 });
  expect(said).toMatch(/Warm-up lasts 10,000 steps and the run \d+: the learning rate never reaches 0.01/);
  expect(rates.toSorted((a, b) => a - b)).toEqual(rates);
  expect(Math.max(...rates)).toBeLessThan(0.001);
});

it.each(schedules.all.map(({ type }) => type))(
  '%s over a run of one step stays between 0 and the rate',
  async (schedule) => {
    const { result, rates } = await trainWith({ schedule, epochs: 1, batchSize: 1000, learningRate: 0.01 });
    expect(result).toBeDefined();
    for (const rate of rates) {
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThanOrEqual(0.01);
    }
  },
);
