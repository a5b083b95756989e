/** Parents and their children, through the real queue and the real storage. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job } from '#/core/protocol/job';
import { asked, openTestQueue, type Running, type Tab, type TestQueue } from './queueForTest';

let world: TestQueue;
beforeEach(async () => {
  world = await openTestQueue();
});
afterEach(() => {
  world.close();
  vi.restoreAllMocks();
});

const submitChildren = async ({ context }: Running, keys = ['1', '2', '3']): Promise<Job[]> => {
  const children: Job[] = [];
  for (const key of keys)
    children.push(await context.child(key, asked('train', `${context.job.title} ${key}`)));
  return children;
};

/** A running parent with three children, of which the first runs. */
async function openFamily(tab: Tab, title = 'p') {
  const parent = await tab.queue.submit(asked('folds', title));
  const running = await tab.started(title);
  const children = await submitChildren(running);
  const first = await tab.started(`${title} 1`);
  return { parent, running, children, first };
}

const statuses = async (jobs: readonly Job[]) => await Promise.all(jobs.map(({ id }) => world.status(id)));

test('a parent holds no training slot; its children run in theirs, and it learns how each ended', async () => {
  const tab = world.open();
  const { parent, running, children, first } = await openFamily(tab);
  expect(await statuses(children)).toEqual(['running', 'queued', 'queued']);
  first.finish({ score: 1 });
  (await tab.started('p 2')).fail(new Error('no'));
  (await tab.started('p 3')).finish({ score: 3 });
  const ends = await Promise.all(children.map((child) => running.context.ended(child)));
  expect(ends.map(({ status, result }) => [status, result])).toEqual([
    ['completed', { score: 1 }],
    ['failed', undefined],
    ['completed', { score: 3 }],
  ]);
  running.finish();
  expect((await tab.queue.wait(parent.id)).status).toBe('completed');
});

test('the progress of a parent is the mean of its children, of all it expects', async () => {
  const tab = world.open();
  const { parent, running, first } = await openFamily(tab);
  running.context.expectChildren(4);
  first.finish();
  (await tab.started('p 2')).context.report({ progress: 0.5 });
  const read = async () => {
    const { progress, message } = await tab.queue.get(parent.id);
    return { progress, message };
  };
  await expect.poll(read, { timeout: 8000 }).toEqual({ progress: 1.5 / 4, message: '1 of 4 done' });
});

test('a cancel goes down, and what ended stays', async () => {
  const tab = world.open();
  const { parent, children, first } = await openFamily(tab);
  first.finish();
  await tab.started('p 2');
  expect((await tab.queue.cancel(parent.id)).status).toBe('cancelled');
  expect(await statuses(children)).toEqual(['completed', 'cancelled', 'cancelled']);
  // The parent clears up last: what its children left is settled then.
  expect(world.discarded).toEqual(['p 3 cancelled', 'p 2 cancelled', 'p cancelled']);
  expect(tab.running.map(({ context }) => context.job.title)).toEqual(['p', 'p 1', 'p 2']);
});

test('a pause and a resume go down, from another tab too; children are asked for once', async () => {
  const tab = world.open();
  const other = world.open();
  const { parent, children, first } = await openFamily(tab);
  first.finish();
  await tab.started('p 2');
  expect((await other.queue.pause(parent.id)).status).toBe('paused');
  expect(await statuses(children)).toEqual(['completed', 'paused', 'paused']);
  await other.queue.resume(parent.id);
  await expect.poll(() => tab.running.length).toBe(5);
  const again = await tab.started('p');
  expect((await submitChildren(again)).map(({ id }) => id)).toEqual(children.map(({ id }) => id));
  for (const title of ['p 2', 'p 3']) {
    await expect.poll(() => world.tabs[0]?.running.at(-1)?.context.job.title).toBe(title);
    (await tab.started(title)).finish();
  }
  const ends = await Promise.all(children.map((child) => again.context.ended(child)));
  expect(ends.map(({ status }) => status)).toEqual(Array(3).fill('completed'));
  again.finish();
  expect((await tab.queue.wait(parent.id)).status).toBe('completed');
  expect(await world.storage.jobs.list()).toHaveLength(4);
});

test('the tab dies: parent and children go on, none is submitted or run to its end twice', async () => {
  const before = world.open();
  const { parent, children, first } = await openFamily(before);
  first.finish();
  await before.started('p 2');
  before.queue.close();
  const tab = world.open();
  const again = await tab.started('p');
  expect((await submitChildren(again)).map(({ id }) => id)).toEqual(children.map(({ id }) => id));
  for (const title of ['p 2', 'p 3']) (await tab.started(title)).finish();
  await Promise.all(children.map((child) => again.context.ended(child)));
  again.finish();
  expect((await tab.queue.wait(parent.id)).status).toBe('completed');
  expect(tab.running.map(({ context }) => context.job.title)).toEqual(['p', 'p 2', 'p 3']);
});

test('a failed parent leaves its children paused; tried again, it goes on with them and with the failed', async () => {
  const tab = world.open();
  const { parent, running, children, first } = await openFamily(tab);
  first.fail(new Error('not this time'));
  await tab.started('p 2');
  running.fail(new Error('a fold failed'));
  expect((await tab.queue.wait(parent.id)).status).toBe('failed');
  expect(await statuses(children)).toEqual(['failed', 'paused', 'paused']);
  await tab.queue.resume(parent.id);
  const again = await expect
    .poll(() => tab.running.filter(({ context }) => context.job.title === 'p').at(1))
    .toBeDefined()
    .then(() => tab.started('p'));
  expect((await submitChildren(again)).map(({ status }) => status)).not.toContain('failed');
  await tab.queue.cancel(parent.id);
});

test('a cancel of a failed parent ends what it left paused', async () => {
  const tab = world.open();
  const { parent, running, children } = await openFamily(tab);
  running.fail(new Error('no'));
  await tab.queue.wait(parent.id);
  expect((await tab.queue.cancel(parent.id)).status).toBe('failed');
  expect(await statuses(children)).toEqual(['cancelled', 'cancelled', 'cancelled']);
});

test('a parent that is done needs no more of its children', async () => {
  const tab = world.open();
  const { parent, running, children, first } = await openFamily(tab);
  first.finish();
  await running.context.ended(children[0] as Job);
  running.finish();
  expect((await tab.queue.wait(parent.id)).status).toBe('completed');
  expect(await statuses(children)).toEqual(['completed', 'cancelled', 'cancelled']);
});

test('children whose parent ended while the page died are cancelled', async () => {
  const before = world.open();
  const { parent, children } = await openFamily(before);
  before.queue.close();
  await world.storage.jobs.update(parent.id, { status: 'cancelled' });
  const tab = world.open();
  await expect.poll(() => statuses(children)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  expect(tab.running).toEqual([]);
});

test('children stand in the queue where their parent stands, and are moved with it', async () => {
  const tab = world.open();
  const { running, first } = await openFamily(tab);
  const alone = await tab.queue.submit(asked('train', 'alone'));
  await submitChildren(running, ['4']);
  const other = await tab.queue.submit(asked('folds', 'q'));
  await submitChildren(await tab.started('q'));
  const titles = (jobs: Job[]) => jobs.map(({ title }) => title).join(' ');
  expect(titles(await tab.queue.reorder(alone.id, 5))).toBe('p q alone');
  expect(titles(await tab.queue.reorder(other.id, 0))).toBe('q p alone');
  const last = await world.storage.jobs.list().then((jobs) => jobs.find(({ title }) => title === 'p 4'));
  expect(titles(await tab.queue.reorder(last?.id ?? '', 0))).toBe('p 4 p 2 p 3');
  first.finish();
  for (const title of ['q 1', 'q 2', 'q 3', 'p 4', 'p 2', 'p 3']) (await tab.started(title)).finish();
  await tab.started('alone');
});

test('a pause of all and a resume of all take families as they are', async () => {
  const tab = world.open();
  const { children, first } = await openFamily(tab);
  first.finish();
  await tab.started('p 2');
  expect(await tab.queue.pauseAll()).toHaveLength(3);
  expect((await tab.queue.resumeAll()).map(({ title }) => title)).toEqual(['p', 'p 2', 'p 3']);
  await expect.poll(() => statuses(children)).toEqual(['completed', 'running', 'queued']);
});

test('a parent is taken off the list with its children, a child not without it', async () => {
  const tab = world.open();
  const { parent, running, children, first } = await openFamily(tab);
  first.finish();
  await running.context.ended(children[0] as Job);
  await expect(tab.queue.dismiss(children[0]?.id ?? '')).rejects.toMatchObject({
    code: 'conflict',
    message: 'This job belongs to "p".',
  });
  await expect(tab.queue.dismiss(parent.id)).rejects.toMatchObject({ code: 'conflict' });
  running.fail(new Error('no'));
  await tab.queue.wait(parent.id);
  await tab.queue.dismiss(parent.id);
  expect(await world.storage.jobs.list()).toEqual([]);
  expect(world.discarded).toContain('p 2 cancelled');
});

test('only a parent has children, and not when it has been stopped', async () => {
  const tab = world.open();
  const { parent, running, first } = await openFamily(tab);
  await expect(first.context.child('1', asked('train', 'x'))).rejects.toThrow(/lane of parents/);
  const last = expect(running.context.ended(first.context.job)).rejects.toBe('cancel');
  await tab.queue.cancel(parent.id);
  await last;
  await expect(running.context.child('9', asked('train', 'x'))).rejects.toBe('cancel');
});

test('a recovery that fails at first is tried again: what a dead tab ran goes on', async () => {
  const before = world.open();
  const job = await before.queue.submit(asked('train', 'a'));
  await before.started('a');
  before.queue.close();
  const { jobs } = world.storage;
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(jobs, 'unfinished').mockRejectedValueOnce(new Error('the disk is busy'));
  const tab = world.open({ patrolEveryMs: 20 });
  (await tab.started('a')).finish();
  expect((await tab.queue.wait(job.id)).status).toBe('completed');
});

test('a job that cannot be recovered stops no other', async () => {
  const before = world.open();
  const [good, bad] = [await before.queue.submit(asked('train', 'good')), asked('import', 'bad')];
  const lost = await before.queue.submit(bad);
  for (const title of ['good', 'bad']) await before.started(title);
  before.queue.close();
  const { jobs } = world.storage;
  const update = jobs.update.bind(jobs);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(jobs, 'update').mockImplementation((id, change) =>
    id === lost.id ? Promise.reject(new Error('damaged')) : update(id, change),
  );
  const tab = world.open();
  (await tab.started('good')).finish();
  expect((await tab.queue.wait(good.id)).status).toBe('completed');
});
