import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import { writeStudioSettings } from '#/core/protocol/studioSettings';
import type { JobQueue } from './queue';
import { asked, openTestQueue, type Tab, type TestQueue } from './queueForTest';

let world: TestQueue;
let storage: Storage;
let tabs: JobQueue[];
let discarded: string[];
let openTab: () => Tab;
let status: TestQueue['status'];

beforeEach(async () => {
  world = await openTestQueue();
  ({ storage, discarded, status } = world);
  tabs = [];
  openTab = () => {
    const tab = world.open();
    tabs.push(tab.queue);
    return tab;
  };
});
afterEach(() => world.close());

const train = (title: string) => asked('train', title);

test('answers at once, runs training one at a time in the order submitted', async () => {
  const tab = openTab();
  const startedAt = performance.now();
  const first = await tab.queue.submit(train('first'));
  expect(performance.now() - startedAt).toBeLessThan(50);
  const second = await tab.queue.submit(train('second'));
  const runningFirst = await tab.started('first');
  expect(await status(second.id)).toBe('queued');
  runningFirst.finish({ ok: 1 });
  expect(await tab.queue.wait(first.id)).toMatchObject({
    status: 'completed',
    progress: 1,
    result: { ok: 1 },
  });
  (await tab.started('second')).finish();
  expect((await tab.queue.wait(second.id)).status).toBe('completed');
  expect(tab.running.map(({ context }) => context.job.title)).toEqual(['first', 'second']);
});

test('an import runs beside a training', async () => {
  const tab = openTab();
  await tab.queue.submit(train('training'));
  await tab.started('training');
  const file = new File(['a'], 'a.csv');
  const job = await tab.queue.submit({ kind: 'import', title: 'import', input: { label: '' } }, { file });
  const running = await tab.started('import');
  expect(running.context.dropped?.file).toBe(file);
  running.finish();
  expect((await tab.queue.wait(job.id)).status).toBe('completed');
});

test('a prediction of a whole dataset runs beside a training, one at a time, and moves no training', async () => {
  const tab = openTab();
  const predict = (title: string) => asked('batchFields', title);
  await tab.queue.submit(predict('a'));
  await tab.queue.submit(predict('b'));
  for (const title of ['1', '2', '3']) await tab.queue.submit(train(title));
  await tab.started('a');
  await tab.started('1');
  expect(tab.running).toHaveLength(2);
  const third = (await storage.jobs.list()).find(({ title }) => title === '3');
  expect((await tab.queue.reorder(third?.id ?? '', 0)).map(({ title }) => title)).toEqual(['3', '2']);
  (await tab.started('a')).finish();
  await tab.started('b');
  expect(tab.running).toHaveLength(3);
});

test('cancels what waits and what runs, and clears both away', async () => {
  const tab = openTab();
  const first = await tab.queue.submit(train('first'));
  const second = await tab.queue.submit(train('second'));
  const third = await tab.queue.submit(train('third'));
  await tab.started('first');
  expect((await tab.queue.cancel(second.id)).status).toBe('cancelled');
  expect((await tab.queue.cancel(first.id)).status).toBe('cancelled');
  expect(discarded).toEqual(['second cancelled', 'first cancelled']);
  (await tab.started('third')).finish();
  expect((await tab.queue.wait(third.id)).status).toBe('completed');
  expect(tab.running).toHaveLength(2);
  expect((await tab.queue.cancel(third.id)).status).toBe('completed');
});

test('pauses and resumes; the next job gets its turn meanwhile', async () => {
  const tab = openTab();
  const first = await tab.queue.submit(train('first'));
  await tab.started('first');
  expect((await tab.queue.pause(first.id)).status).toBe('paused');
  const second = await tab.queue.submit(train('second'));
  (await tab.started('second')).finish();
  await tab.queue.wait(second.id);
  expect(await status(first.id)).toBe('paused');
  await tab.queue.resume(first.id);
  await expect.poll(() => tab.running.length).toBe(3);
  tab.running[2]?.finish();
  expect((await tab.queue.wait(first.id)).status).toBe('completed');
  expect(discarded).toEqual([]);
});

test('records a failure with place and hint, and goes on', async () => {
  const tab = openTab();
  const bad = await tab.queue.submit(train('bad'));
  const good = await tab.queue.submit(train('good'));
  (await tab.started('bad')).fail(
    new TetradError({ code: 'notFinite', message: 'The loss became NaN.', place: 'step 40' }),
  );
  const failed = await tab.queue.wait(bad.id);
  expect(failed).toMatchObject({ status: 'failed', error: { code: 'notFinite', place: 'step 40' } });
  expect(failed.error?.hint).toMatch(/learning rate/);
  expect(tab.ended[0]?.id).toBe(bad.id);
  (await tab.started('good')).finish();
  expect((await tab.queue.wait(good.id)).status).toBe('completed');
});

test('after a reload training continues by itself and an import asks for its file', async () => {
  const before = openTab();
  const training = await before.queue.submit(train('training'));
  const importing = await before.queue.submit({ kind: 'import', title: 'import', input: { label: '' } });
  await before.started('import');
  await before.started('training');
  before.queue.close();
  const seen: string[] = [];
  const live = storage.observe(() => storage.jobs.get(training.id));
  live.subscribe(() => seen.push(live.get()?.status ?? ''));
  const after = openTab();
  const again = await after.started('training');
  expect(again.context.job.status).toBe('running');
  expect(seen).toContain('interrupted');
  again.finish();
  expect((await after.queue.wait(training.id)).status).toBe('completed');
  const lost = await after.queue.wait(importing.id);
  expect(lost).toMatchObject({ status: 'interrupted', error: { hint: 'Drop the file again.' } });
  expect(discarded).toContain('import interrupted');
  await expect(after.queue.resume(importing.id)).rejects.toMatchObject({ code: 'unsupported' });
  await after.queue.dismiss(importing.id);
  expect(await status(importing.id)).toBeUndefined();
});

test('a second tab runs no training, controls the first, and takes over when it closes', async () => {
  const first = openTab();
  const second = openTab();
  await expect.poll(() => first.queue.runsQueue).toBe(true);
  const job = await second.queue.submit(train('from the second'));
  await first.started('from the second');
  expect(second.queue.runsQueue).toBe(false);
  expect(second.running).toEqual([]);
  expect((await second.queue.pause(job.id)).status).toBe('paused');
  await second.queue.resume(job.id);
  await expect.poll(() => first.running.length).toBe(2);
  first.queue.close();
  (await second.started('from the second')).finish();
  expect((await second.queue.wait(job.id)).status).toBe('completed');
});

test('refuses what makes no sense, saying why', async () => {
  const tab = openTab();
  await expect(tab.queue.get('nothing')).rejects.toMatchObject({ code: 'notFound' });
  const job = await tab.queue.submit({ kind: 'import', title: 'import', input: { label: '' } });
  await tab.started('import');
  await expect(tab.queue.pause(job.id)).rejects.toMatchObject({ code: 'unsupported' });
  await expect(tab.queue.dismiss(job.id)).rejects.toMatchObject({ code: 'conflict' });
  await tab.queue.cancel(job.id);
  await tab.queue.dismiss(job.id);
});

const atOnce = async (trainingsAtOnce: number) => {
  await writeStudioSettings(storage.settings, { trainingsAtOnce });
  for (const tab of tabs) tab.look();
};

test('as many trainings at a time as is set, counted anew when the setting changes', async () => {
  const tab = openTab();
  await atOnce(3);
  const jobs: Job[] = [];
  for (let i = 0; i < 6; i++) jobs.push(await tab.queue.submit(train(`${i}`)));
  await expect.poll(() => tab.running.length).toBe(3);
  await atOnce(5);
  await expect.poll(() => tab.running.length).toBe(5);
  await atOnce(1);
  for (const running of tab.running.slice(0, 4)) running.finish();
  await expect.poll(async () => (await storage.jobs.list()).filter(isRunning).length).toBe(1);
  expect(tab.running).toHaveLength(5);
  tab.running[4]?.finish();
  (await tab.started('5')).finish();
  await Promise.all(jobs.map(({ id }) => tab.queue.wait(id)));
  expect(new Set(tab.running.map(({ context }) => context.job.id)).size).toBe(6);
});

const isRunning = (job: Job) => job.status === 'running';

test('the progress of each of several trainings is kept apart and stored', async () => {
  const tab = openTab();
  await atOnce(3);
  const jobs: Job[] = [];
  for (let i = 1; i <= 3; i++) jobs.push(await tab.queue.submit(train(`${i}`)));
  for (let i = 1; i <= 3; i++) (await tab.started(`${i}`)).context.report({ progress: i / 10 });
  const progress = () => Promise.all(jobs.map(async ({ id }) => (await storage.jobs.get(id))?.progress));
  await expect.poll(progress, { timeout: 5000 }).toEqual([0.1, 0.2, 0.3]);
});

test('what waits can be moved, from any tab; what is asked for later comes after', async () => {
  const tab = openTab();
  const other = openTab();
  await tab.queue.submit(train('running'));
  const running = await tab.started('running');
  const ids = new Map<string, string>();
  for (const title of ['a', 'b', 'c', 'd']) ids.set(title, (await tab.queue.submit(train(title))).id);
  const titles = (jobs: Job[]) => jobs.map(({ title }) => title).join('');
  expect(titles(await other.queue.reorder(ids.get('d') ?? '', 0))).toBe('dabc');
  expect(titles(await tab.queue.reorder(ids.get('a') ?? '', 2))).toBe('dbac');
  await tab.queue.submit(train('e'));
  expect(titles(await tab.queue.reorder(ids.get('d') ?? '', 99))).toBe('baced');
  await expect(tab.queue.reorder(running.context.job.id, 0)).rejects.toMatchObject({ code: 'conflict' });
  running.finish();
  for (const title of ['b', 'a', 'c', 'e', 'd']) (await tab.started(title)).finish();
  await tab.queue.wait(ids.get('d') ?? '');
  expect(tab.running.map(({ context }) => context.job.title).join('')).toBe('runningbaced');
});

test('pause all stops what runs and what waits, in every tab; resume all brings them back', async () => {
  const tab = openTab();
  const other = openTab();
  await atOnce(2);
  for (let i = 0; i < 4; i++) await tab.queue.submit(train(`${i}`));
  await expect.poll(() => tab.running.length).toBe(2);
  expect(await other.queue.pauseAll()).toHaveLength(4);
  expect(tab.running).toHaveLength(2);
  expect((await storage.jobs.list()).map((job) => job.status)).toEqual(Array(4).fill('paused'));
  expect((await other.queue.resumeAll()).map(({ title }) => title)).toEqual(['0', '1', '2', '3']);
  await expect.poll(() => tab.running.length).toBe(4);
  expect(tab.running.slice(2).map(({ context }) => context.job.title)).toEqual(['0', '1']);
});

test('after a pause of all, what ran goes on before what was moved to the front of the queue', async () => {
  const tab = openTab();
  const jobs = [];
  for (const title of ['ran', 'second', 'third']) jobs.push(await tab.queue.submit(train(title)));
  await expect.poll(() => tab.running.length).toBe(1);
  await tab.queue.reorder(jobs[2]?.id ?? '', 0);
  await tab.queue.pauseAll();
  expect((await tab.queue.resumeAll()).map(({ title }) => title)).toEqual(['ran', 'third', 'second']);
});

test('five tabs, several at a time, tabs dying: no job runs in two places, every job ends once', async () => {
  const open = [openTab(), openTab(), openTab(), openTab(), openTab()];
  await atOnce(3);
  const jobs = await Promise.all(
    Array.from({ length: 20 }, (_, i) => open[i % 5]?.queue.submit(train(`${i}`)) as Promise<Job>),
  );
  let done = 0;
  for (const dying of open.slice(0, 4)) {
    await expect.poll(() => dying.queue.runsQueue && dying.running.length >= 3).toBe(true);
    expect(open.filter((tab) => tab.queue.runsQueue)).toHaveLength(1);
    dying.running[0]?.finish();
    await expect.poll(() => dying.ended.length).toBe(1);
    done++;
    await expect.poll(() => dying.running.length).toBe(4);
    const before = dying.running.map(({ context }) => context.job.id);
    expect(new Set(before).size).toBe(4);
    dying.queue.close();
  }
  const last = open[4] as Tab;
  for (let at = 0; at < 20 - done; at++) {
    await expect.poll(() => last.running.length).toBeGreaterThan(at);
    last.running[at]?.finish();
  }
  const ended = await Promise.all(jobs.map(({ id }) => last.queue.wait(id)));
  expect(ended.every(({ status: s }) => s === 'completed')).toBe(true);
  expect(open.flatMap((tab) => tab.ended)).toHaveLength(20);
});
