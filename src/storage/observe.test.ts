import { freshStorage } from './fixtures/freshStorage';
import { bytesOf, datasetVersion } from './fixtures/records';
import { expect, it, vi } from 'vitest';
import type { Live } from '#/core/protocol/storage';

const settled = <T>(live: Live<T>, wanted: (value: T) => boolean) =>
  vi.waitFor(() => {
    const value = live.get();
    if (value === undefined || !wanted(value)) throw new Error('not yet');
    return value;
  });

it('follows changes made by another connection, in every table the query read', async () => {
  const name = crypto.randomUUID();
  const [here, there] = [await freshStorage({ name }), await freshStorage({ name })];
  const live = here.observe(async () => {
    const datasets = await here.datasets.list();
    const versions = await Promise.all(datasets.map(({ id }) => here.datasets.versions(id)));
    const jobs = await here.jobs.list();
    const log = await here.log.list();
    return { datasets: datasets.length, versions: versions.flat().length, jobs, log: log.length };
  });
  expect(live.get()).toBeUndefined();
  let changes = 0;
  const stop = live.subscribe(() => changes++);
  await settled(live, (value) => value.datasets === 0);

  const dataset = await there.datasets.create({ name: 'iris', kind: 'tabular' });
  await settled(live, (value) => value.datasets === 1);
  await there.datasets.commitVersion(datasetVersion(dataset.id, [await there.blobs.put(bytesOf('a'))]));
  await settled(live, (value) => value.versions === 1);
  const job = await there.jobs.create({
    kind: 'train',
    lane: 'train',
    title: 't',
    input: null,
    status: 'running',
  });
  await settled(live, (value) => value.jobs.length === 1);
  await there.jobs.update(job.id, { progress: 0.5 });
  await settled(live, (value) => value.jobs[0]?.progress === 0.5);
  await there.log.append({ at: 1, name: 'x', input: null, ok: true, ms: 1 });
  const last = await settled(live, (value) => value.log === 1);
  expect(live.get()).toBe(last);

  stop();
  const before = changes;
  await there.datasets.create({ name: 'b', kind: 'tabular' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(changes).toBe(before);
});

it('tells what failed and recovers with the next change', async () => {
  const storage = await freshStorage();
  let fail = true;
  const live = storage.observe(async () => {
    const all = await storage.datasets.list();
    if (fail) throw new Error('broken');
    return all;
  });
  live.subscribe(() => {});
  await vi.waitFor(() => expect(live.error()).toMatchObject({ code: 'internal' }));
  fail = false;
  await storage.datasets.create({ name: 'iris', kind: 'tabular' });
  await settled(live, (all) => all.length === 1);
  expect(live.error()).toBeUndefined();
});

it('keeps a field named __proto__, as a plain get does', async () => {
  const storage = await freshStorage();
  const input = Object.fromEntries([['__proto__', 'x']]);
  const job = await storage.jobs.create({ kind: 'train', lane: 'train', title: 't', input });
  const live = storage.observe(() => storage.jobs.list());
  live.subscribe(() => {});
  const [seen] = await settled(live, (jobs) => jobs.length === 1);
  expect(Object.keys(seen?.input as object)).toEqual(['__proto__']);
  expect(Object.keys((await storage.jobs.get(job.id))?.input as object)).toEqual(['__proto__']);
});
