import { freshStorage } from './fixtures/freshStorage';
import { countReads } from './fixtures/countReads';
import { bytesOf, run } from './fixtures/records';
import { expect, it } from 'vitest';

const point = (runId: string, step: number, name = 'batchLoss') => ({
  runId,
  name,
  step,
  epoch: 1,
  timestamp: step,
  value: 1 / step,
});

it('keeps metrics in order, by name, and forgets what will be logged again', async () => {
  const { metrics } = await freshStorage();
  await metrics.append('a', [point('a', 1), point('a', 2)]);
  await metrics.append('b', [point('b', 1)]);
  await metrics.append('a', [point('a', 3), point('a', 3, 'valLoss')]);
  expect((await metrics.list('a')).map(({ step }) => step)).toEqual([1, 2, 3, 3]);
  expect(await metrics.list('a', ['valLoss'])).toHaveLength(1);
  await metrics.truncate('a', 1);
  expect((await metrics.list('a')).map(({ step }) => step)).toEqual([1]);
  await metrics.delete('a');
  expect(await metrics.list('a')).toEqual([]);
  expect(await metrics.list('b')).toHaveLength(1);
});

it('keeps what networks were beside the metrics, some of it, and gives it up with the run', async () => {
  const storage = await freshStorage();
  const { snapshots, runs } = storage;
  const { id } = await runs.create(run('d', 'm'));
  const shades = Uint8Array.of(1, 2);
  for (let epoch = 1; epoch <= 6; epoch++)
    await snapshots.put(
      id,
      { epoch, step: 10 * epoch, drawn: { shape: [1, 2, 1], shades } },
      (of) => of % 2 === 1,
    );
  expect(await snapshots.epochs(id)).toEqual([1, 3, 5, 6]);
  expect(await snapshots.get(id, 3)).toEqual({ epoch: 3, step: 30, drawn: { shape: [1, 2, 1], shades } });
  await snapshots.copy(id, 'fork', 30);
  expect(await snapshots.epochs('fork')).toEqual([1, 3]);
  await snapshots.truncate(id, 50);
  expect(await snapshots.epochs(id)).toEqual([1, 3, 5]);
  await runs.delete(id);
  expect(await snapshots.epochs(id)).toEqual([]);
  await storage.collectGarbage();
  expect(await snapshots.epochs('fork')).toEqual([]);
});

it('keeps histograms beside the metrics they were logged with', async () => {
  const { metrics } = await freshStorage();
  const histogram = (step: number) => ({
    name: 'dense1/kernel',
    of: 'weights' as const,
    step,
    epoch: step,
    lowest: -1,
    highest: 1,
    counts: [1, 2],
  });
  await metrics.append('a', [point('a', 1)], [histogram(1)]);
  await metrics.append('a', [point('a', 2)], [histogram(2)]);
  await metrics.append('a', [], [histogram(3)]);
  expect((await metrics.histograms('a')).map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(await metrics.list('a')).toHaveLength(2);
  await metrics.truncate('a', 1);
  expect(await metrics.histograms('a')).toEqual([histogram(1)]);
  await metrics.delete('a');
  expect(await metrics.histograms('a')).toEqual([]);
});

it('fills a run in, filters, updates, and deletes it with metrics and checkpoint', async () => {
  const { runs, metrics, checkpoints, experiments } = await freshStorage();
  const first = await runs.create({ ...run('d1', 'm1'), startedAt: 1 });
  const second = await runs.create({ ...run('d2', 'm1'), startedAt: 2 });
  expect(first.experimentId).toBe(experiments.defaultId);
  expect((await runs.list()).map(({ id }) => id)).toEqual([second.id, first.id]);
  expect((await runs.list({ datasetId: 'd1' })).map(({ id }) => id)).toEqual([first.id]);
  expect(await runs.list({ datasetId: 'd1', modelId: 'other' })).toEqual([]);
  const tags = Object.fromEntries([['__proto__', 'polluted']]);
  const tagged = await runs.update(first.id, { tags });
  expect(Object.entries(tagged.tags)).toEqual([['__proto__', 'polluted']]);
  expect(Object.entries((await runs.get(first.id))?.tags ?? {})).toEqual([['__proto__', 'polluted']]);
  await metrics.append(first.id, [point(first.id, 1)]);
  await checkpoints.put({ runId: first.id, step: 1, epoch: 0, state: null, blobs: [] });
  await runs.delete(first.id);
  expect(await runs.get(first.id)).toBeUndefined();
  expect(await metrics.list(first.id)).toEqual([]);
  expect(await checkpoints.get(first.id)).toBeUndefined();
  await expect(runs.update(first.id, { notes: 'x' })).rejects.toMatchObject({ code: 'notFound' });
});

it('replaces a checkpoint and then gives up the old bytes, except those still named', async () => {
  const { checkpoints, blobs } = await freshStorage();
  const [old, shared, next] = await Promise.all(
    ['old', 'shared', 'new'].map((text) => blobs.put(bytesOf(text))),
  );
  if (!old || !shared || !next) throw new Error('no blobs');
  await checkpoints.put({ runId: 'r', step: 1, epoch: 0, state: { rng: 1 }, blobs: [old, shared] });
  await checkpoints.put({ runId: 'r', step: 2, epoch: 0, state: { rng: 2 }, blobs: [next, shared] });
  expect(await checkpoints.get('r')).toMatchObject({ step: 2, state: { rng: 2 } });
  // The first replacement may find the thread's own lock not yet released; the next one catches up.
  await checkpoints.put({ runId: 'r', step: 3, epoch: 0, state: null, blobs: [next, shared] });
  expect(await blobs.has(old.hash)).toBe(false);
  expect(await blobs.has(shared.hash)).toBe(true);
  expect(await blobs.has(next.hash)).toBe(true);
});

it('keeps the old checkpoint when the new one names missing bytes', async () => {
  const { checkpoints, blobs } = await freshStorage();
  const old = await blobs.put(bytesOf('old'));
  await checkpoints.put({ runId: 'r', step: 1, epoch: 0, state: null, blobs: [old] });
  const missing = { hash: '0'.repeat(64), bytes: 1 };
  await expect(
    checkpoints.put({ runId: 'r', step: 2, epoch: 0, state: null, blobs: [missing] }),
  ).rejects.toMatchObject({ code: 'corrupt' });
  expect(await checkpoints.get('r')).toMatchObject({ step: 1 });
  expect(await blobs.has(old.hash)).toBe(true);
});

it('lists the runs of a model, a dataset or a status without reading the others', async () => {
  const { runs } = await freshStorage();
  for (let i = 0; i < 200; i++)
    await runs.create({
      ...run(`dataset ${i % 50}`, `model ${i % 100}`),
      startedAt: 1000 - i,
      status: i % 40 === 0 ? 'running' : 'finished',
    });
  const read = countReads();
  expect((await runs.list({ modelId: 'model 7' })).map(({ startedAt }) => startedAt)).toEqual([993, 893]);
  expect(read.rows()).toBe(2);
  expect(await runs.list({ datasetId: 'dataset 7' })).toHaveLength(4);
  expect(read.rows()).toBe(4);
  expect((await runs.list({ status: 'running' })).map(({ startedAt }) => startedAt)).toEqual([
    1000, 960, 920, 880, 840,
  ]);
  expect(read.rows()).toBe(5);
  expect(await runs.list({ datasetId: 'dataset 7', modelId: 'model 57', status: 'finished' })).toHaveLength(
    2,
  );
  expect(read.rows()).toBe(2);
  expect(await runs.list()).toHaveLength(200);
  expect(read.rows()).toBe(200);
  for (const startedAt of [1, 2]) await runs.create({ ...run('d', 'm'), startedAt, parentId: 'p' });
  read.rows();
  expect((await runs.list({ parentId: 'p' })).map(({ startedAt }) => startedAt)).toEqual([2, 1]);
  expect(await runs.list({ parentId: 'p', modelId: 'other' })).toEqual([]);
  expect(read.rows()).toBe(4);
  read.end();
});
