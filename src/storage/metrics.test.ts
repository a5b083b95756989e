import { freshStorage } from './fixtures/freshStorage';
import { run } from './fixtures/records';
import { countReads } from './fixtures/countReads';
import Dexie from 'dexie';
import { expect, it } from 'vitest';
import type { MetricPoint } from '#/core/protocol/model';
import { openStorage } from './openStorage';

const point = (runId: string, step: number, name = 'batchLoss'): MetricPoint => ({
  runId,
  name,
  step,
  epoch: Math.floor(step / 100),
  timestamp: 1e12 + step,
  value: Math.sin(step) / 3,
});
const histogram = (step: number) => ({
  name: 'dense1/kernel',
  of: 'weights' as const,
  step,
  epoch: step,
  lowest: -1,
  highest: 1,
  counts: [1, 2],
});
const stepsTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

it('gives back every point that was appended, packed or not, and draws all of them by few', async () => {
  const { metrics } = await freshStorage();
  const all: MetricPoint[] = [];
  for (let at = 0; at < 10_000; at += 250) {
    const some = stepsTo(250).map((i) => point('a', at + i));
    await metrics.append('a', [...some, point('a', at + 250, 'valLoss')], [histogram(at)]);
    all.push(...some);
  }
  await metrics.append('b', [point('b', 1)]);
  expect(await metrics.list('a', ['batchLoss'])).toEqual(all);
  expect((await metrics.list('a', ['valLoss'])).map(({ step }) => step)).toEqual(
    stepsTo(40).map((i) => 250 * i),
  );
  expect((await metrics.series('a')).map(({ name, values }) => [name, values.length])).toEqual([
    ['batchLoss', 10_000],
    ['valLoss', 40],
  ]);
  expect(await metrics.names(['a', 'b', 'none'])).toEqual([['batchLoss', 'valLoss'], ['batchLoss'], []]);
  expect(await metrics.histograms('a')).toHaveLength(40);
  const drawn = async () => await metrics.curves(['a', 'b', 'none'], 'batchLoss');
  const [curve, short, none] = await drawn();
  expect([curve?.count, curve?.whole, short?.whole, none]).toEqual([10_000, false, true, undefined]);
  expect(curve?.values.length).toBeLessThan(600);
  expect(Math.max(...(curve?.values ?? []))).toBe(Math.max(...all.map(({ value }) => value)));
  await metrics.pack('a');
  expect(await drawn()).toEqual([curve, short, none]);
  expect(await metrics.list('a', ['batchLoss'])).toEqual(all);
  expect(await metrics.histograms('a')).toHaveLength(40);
});

it('reads a curve without its points, and of a window only the chunks that lie there', async () => {
  const { metrics } = await freshStorage();
  await metrics.append(
    'a',
    stepsTo(40_000).map((step) => point('a', step)),
  );
  const read = countReads();
  await metrics.curves(['a'], 'batchLoss');
  expect(read.rows()).toBe(1);
  const [window] = await metrics.windows(['a'], 'batchLoss', { axis: 'step', from: 20_000, to: 20_300 });
  // The curve, and one or two of ten chunks.
  expect(read.rows()).toBeLessThanOrEqual(3);
  read.end();
  expect([window?.steps[0], window?.steps.at(-1), window?.whole]).toEqual([20_000, 20_300, true]);
  expect(window?.values).toEqual(Float64Array.from(stepsTo(301), (i) => point('a', 19_999 + i).value));
  const [epochs] = await metrics.windows(['a'], 'batchLoss', { axis: 'epoch', from: 399, to: 399 });
  expect([epochs?.steps[0], epochs?.count]).toEqual([39_900, 100]);
  expect(await metrics.windows(['a'], 'batchLoss', { axis: 'step', from: 1e6, to: 2e6 })).toEqual([
    undefined,
  ]);
});

it('names what hundreds of runs logged without a look at their curves', async () => {
  const name = crypto.randomUUID();
  const { metrics, runs, collectGarbage, close } = await openStorage({ name });
  const names = Array.from({ length: 30 }, (_, i) => `metric${String(i).padStart(2, '0')}`);
  await metrics.appendSeries(
    'a',
    names.map((each) => ({ name: each, steps: [1, 2], epochs: [1, 2], timestamps: [1, 2], values: [1, 2] })),
  );
  await metrics.append('a', [point('a', 3, 'late')]);
  const read = countReads();
  expect(await metrics.names(['a'])).toEqual([['late', ...names]]);
  // The names, and the tail.
  expect(read.rows()).toBe(2);
  read.end();

  // As it was packed before names had a row.
  const relaxed = new Dexie(`${name}-relaxed`);
  await relaxed.open();
  await relaxed.table('metricNames').clear();
  expect(await metrics.names(['a'])).toEqual([['late', ...names]]);
  await runs.create({ ...run('d', 'm'), id: 'a' });
  await collectGarbage();
  expect(await relaxed.table('metricNames').get('a')).toEqual({ runId: 'a', names: [...names, 'late'] });
  await relaxed.table('metricNames').clear();
  await collectGarbage();
  expect((await relaxed.table('metricNames').get('a')).names.toSorted()).toEqual(['late', ...names]);
  relaxed.close();
  await metrics.truncate('a', 2);
  expect(await metrics.names(['a'])).toEqual([names]);
  close();
});

it('does not write anew what was packed before', async () => {
  const { metrics } = await freshStorage();
  await metrics.append(
    'a',
    stepsTo(9_000).map((step) => point('a', step)),
  );
  const written: unknown[] = [];
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, ...key) {
    written.push(value);
    return put.call(this, value, ...key);
  } as typeof put;
  await metrics.appendSeries('a', [
    { name: 'batchLoss', steps: [9_001], epochs: [90], timestamps: [1], values: [0.5] },
  ]);
  IDBObjectStore.prototype.put = put;
  const counts = written.map((row) => (row as { count?: number }).count);
  // The last chunk, and the curve.
  expect(counts).toEqual([9_001 - 8_192, undefined]);
});

it('forgets what will be logged again, and draws the same as one that never logged it', async () => {
  const { metrics } = await freshStorage();
  for (const [id, last] of [
    ['a', 9_000],
    ['b', 5_000],
  ] as const) {
    await metrics.append(
      id,
      stepsTo(last).map((step) => point(id, step)),
      [histogram(2), histogram(last)],
    );
    if (id === 'a') await metrics.append(id, [point(id, 8_000, 'late')]);
    await metrics.pack(id);
  }
  await metrics.truncate('a', 5_000);
  expect((await metrics.list('a')).map(({ step }) => step)).toEqual(stepsTo(5_000));
  expect(await metrics.curves(['a'], 'batchLoss')).toEqual(await metrics.curves(['b'], 'batchLoss'));
  expect((await metrics.histograms('a')).map(({ step }) => step)).toEqual([2]);
  expect(await metrics.names(['a'])).toEqual([['batchLoss']]);
  await metrics.append(
    'a',
    stepsTo(4_000).map((i) => point('a', 5_000 + i)),
  );
  expect((await metrics.list('a')).map(({ step }) => step)).toEqual(stepsTo(9_000));
  await metrics.delete('a');
  expect(await metrics.list('a')).toEqual([]);
  expect(await metrics.curves(['a', 'b'], 'batchLoss')).toMatchObject([undefined, { count: 5_000 }]);
});

it('opens what the release before logged, and goes on with it', async () => {
  const name = crypto.randomUUID();
  const before = new Dexie(`${name}-relaxed`);
  before.version(1).stores({ metrics: '++id, runId', progress: 'id', log: '++sequence' });
  before.version(2).stores({ snapshots: '[runId+epoch], runId' });
  const points = stepsTo(600).map((step) => point('a', step));
  for (let at = 0; at < 600; at += 100)
    await before
      .table('metrics')
      .add({ runId: 'a', points: points.slice(at, at + 100), histograms: [histogram(at)] });
  before.close();
  const { metrics, close } = await openStorage({ name });
  expect(await metrics.list('a')).toEqual(points);
  const [curve] = await metrics.curves(['a'], 'batchLoss');
  await metrics.append('a', [point('a', 601)]);
  await metrics.pack('a');
  expect(await metrics.list('a')).toEqual([...points, point('a', 601)]);
  expect(await metrics.histograms('a')).toHaveLength(6);
  expect((await metrics.curves(['a'], 'batchLoss'))[0]?.count).toBe((curve?.count ?? 0) + 1);
  close();
});
