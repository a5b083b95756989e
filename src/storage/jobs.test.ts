import { freshStorage } from './fixtures/freshStorage';
import { bytesOf } from './fixtures/records';
import { expect, it } from 'vitest';

it('creates, reports progress, finishes', async () => {
  const { jobs } = await freshStorage();
  const job = await jobs.create({ kind: 'import', lane: 'tab', title: 'iris.csv', input: { a: 1 } });
  expect(job).toMatchObject({ status: 'queued', progress: 0, message: '' });
  await jobs.update(job.id, { status: 'running', startedAt: 5 });
  await jobs.update(job.id, { progress: 0.5, message: 'row 5', secondsLeft: 3 });
  expect(await jobs.get(job.id)).toMatchObject({ progress: 0.5, message: 'row 5', secondsLeft: 3 });
  expect(await jobs.list()).toMatchObject([{ progress: 0.5, message: 'row 5' }]);
  await jobs.update(job.id, { status: 'completed', progress: 1, secondsLeft: undefined });
  const done = await jobs.get(job.id);
  expect(done).toMatchObject({ status: 'completed', progress: 1, message: 'row 5' });
  expect(done).not.toHaveProperty('secondsLeft');
});

it('lets a change look first: late progress does not revive a finished job', async () => {
  const { jobs } = await freshStorage();
  const { id } = await jobs.create({
    kind: 'train',
    lane: 'train',
    title: 't',
    input: null,
    status: 'cancelled',
  });
  const after = await jobs.update(id, (job) =>
    job.status === 'cancelled' ? undefined : { status: 'running' },
  );
  expect(after.status).toBe('cancelled');
});

it('interrupts what was running with its last progress', async () => {
  const { jobs } = await freshStorage();
  const running = await jobs.create({
    kind: 'train',
    lane: 'train',
    title: 'a',
    input: null,
    status: 'running',
  });
  const queued = await jobs.create({ kind: 'train', lane: 'train', title: 'b', input: null });
  await jobs.update(running.id, { progress: 0.25, message: 'epoch 1', secondsLeft: 9 });
  expect((await jobs.interruptRunning()).map(({ id }) => id)).toEqual([running.id]);
  expect(await jobs.get(running.id)).toMatchObject({
    status: 'interrupted',
    progress: 0.25,
    message: 'epoch 1',
  });
  expect((await jobs.get(queued.id))?.status).toBe('queued');
});

it('keeps the files of a job as long as the job is listed', async () => {
  const storage = await freshStorage();
  const { jobs, blobs } = storage;
  const { id } = await jobs.create({
    kind: 'batch',
    lane: 'tab',
    title: 'b',
    input: null,
    status: 'running',
  });
  const blob = await blobs.put(bytesOf('a,b'));
  await jobs.update(id, { status: 'completed', files: [{ name: 'out.csv', parts: [blob] }] });
  await storage.collectGarbage({ graceMs: -1000 });
  expect(await blobs.has(blob.hash)).toBe(true);
  await jobs.delete(id);
  expect(await storage.collectGarbage({ graceMs: -1000 })).toEqual({ removed: 1, freedBytes: 3 });
  expect(await blobs.has(blob.hash)).toBe(false);
});

const parent = { kind: 'folds', lane: 'parent', title: 'p', input: null } as const;

it('makes a child once for its key, whoever asks at the same time', async () => {
  const { jobs } = await freshStorage();
  const { id: parentId } = await jobs.create(parent);
  const wanted = { kind: 'train', lane: 'train', title: 't', input: null, parentId } as const;
  const asked = await Promise.all(
    ['1', '2', '1', '1'].map((key) => jobs.child({ ...wanted, key, title: `fold ${key}` })),
  );
  expect(asked.map(({ made }) => made)).toEqual([true, true, false, false]);
  expect(new Set(asked.map(({ job }) => job.id)).size).toBe(2);
  expect((await jobs.children(parentId)).map(({ title }) => title)).toEqual(['fold 1', 'fold 2']);
  expect(await jobs.children('other')).toEqual([]);
  const [first] = asked;
  await jobs.update(first?.job.id ?? '', { status: 'running' });
  await jobs.update(first?.job.id ?? '', { progress: 0.5 });
  expect((await jobs.child({ ...wanted, key: '1' })).job).toMatchObject({ status: 'running', progress: 0.5 });
  expect(await jobs.children(parentId)).toMatchObject([{ progress: 0.5 }, { progress: 0 }]);
});

it('a parent that has ended, or is gone, takes no more children', async () => {
  const { jobs } = await freshStorage();
  const { id: parentId } = await jobs.create({ ...parent, status: 'cancelled' });
  const child = { kind: 'train', lane: 'train', title: 't', input: null, key: '1' } as const;
  await expect(jobs.child({ ...child, parentId })).rejects.toMatchObject({ code: 'conflict', place: 'p' });
  await expect(jobs.child({ ...child, parentId: 'gone' })).rejects.toMatchObject({ code: 'notFound' });
});

it('lists what has not finished', async () => {
  const { jobs } = await freshStorage();
  for (const status of [
    'completed',
    'queued',
    'failed',
    'paused',
    'running',
    'cancelled',
    'interrupted',
  ] as const)
    await jobs.create({ ...parent, status });
  expect((await jobs.unfinished()).map(({ status }) => status)).toEqual([
    'interrupted',
    'running',
    'paused',
    'queued',
  ]);
});
