import { freshStorage } from './fixtures/freshStorage';
import { bytesOf } from './fixtures/records';
import { expect, it } from 'vitest';

it('creates, reports progress, finishes', async () => {
  const { jobs } = await freshStorage();
  const job = await jobs.create({ kind: 'import', title: 'iris.csv', input: { a: 1 } });
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
  const { id } = await jobs.create({ kind: 'train', title: 't', input: null, status: 'cancelled' });
  const after = await jobs.update(id, (job) =>
    job.status === 'cancelled' ? undefined : { status: 'running' },
  );
  expect(after.status).toBe('cancelled');
});

it('interrupts what was running with its last progress', async () => {
  const { jobs } = await freshStorage();
  const running = await jobs.create({ kind: 'train', title: 'a', input: null, status: 'running' });
  const queued = await jobs.create({ kind: 'train', title: 'b', input: null });
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
  const { id } = await jobs.create({ kind: 'batch', title: 'b', input: null, status: 'running' });
  const blob = await blobs.put(bytesOf('a,b'));
  await jobs.update(id, { status: 'completed', files: [{ name: 'out.csv', blob }] });
  await storage.collectGarbage({ graceMs: -1000 });
  expect(await blobs.has(blob.hash)).toBe(true);
  await jobs.delete(id);
  expect(await storage.collectGarbage({ graceMs: -1000 })).toEqual({ removed: 1, freedBytes: 3 });
  expect(await blobs.has(blob.hash)).toBe(false);
});
