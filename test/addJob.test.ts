/** Adding a kind of job is one file and one line: shown with a parent and its children, which this repository lacks. */
import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob } from '#/app/jobs/jobDef';
import { jobDefs } from '#/app/jobs/jobDefs';
import { JobQueue } from '#/app/jobs/queue';
import type { AppServices } from '#/app/services';
import type { Storage } from '#/core/protocol/storage';
import { openStorage } from '#/storage/openStorage';

// One file each.
let counted: string[] = [];
let patience = () => Promise.resolve();

const countText = z.object({ text: z.string() });
const countLetters = defineJob<z.infer<typeof countText>>({
  type: 'countLetters',
  word: 'count',
  lane: 'train',
  pausable: true,
  input: countText,
  lostHint: 'Resume the job.',
  async run({ report, signal }, { text }) {
    report({ progress: 0.5, message: 'Counting' });
    await Promise.race([
      patience(),
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ]);
    counted.push(text);
    return { letters: text.replace(/\P{L}/gu, '').length };
  },
});

const countPair = z.object({ texts: z.array(z.string()) });
const compareTexts = defineJob<z.infer<typeof countPair>>({
  type: 'compareTexts',
  word: 'compare',
  lane: 'parent',
  pausable: true,
  input: countPair,
  lostHint: 'Resume the job.',
  async run({ child, ended, expectChildren }, { texts }) {
    expectChildren(texts.length);
    const children = [];
    for (const [at, text] of texts.entries())
      children.push(
        await child(`${at}`, {
          kind: 'countLetters',
          title: `Count letters of text ${at + 1}`,
          input: { text },
        }),
      );
    const counts = await Promise.all(children.map(async (each) => (await ended(each)).result));
    return { counts: z.array(z.object({ letters: z.number() })).parse(counts) };
  },
});

// One line each.
const withToys = jobDefs.with(countLetters, compareTexts);

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const each of opened.splice(0).reverse()) each.close();
  counted = [];
  patience = () => Promise.resolve();
});

function openQueue(storage: Storage, name: string): JobQueue {
  const queue = new JobQueue({ services: { storage } as AppServices, defs: withToys, name });
  queue.start();
  opened.push(queue);
  return queue;
}

async function openStudio() {
  const name = crypto.randomUUID();
  const storage = await openStorage({ name });
  opened.push(storage);
  return { storage, queue: openQueue(storage, name), name };
}

const request = { kind: 'compareTexts', title: 'Compare', input: { texts: ['to be', 'or not to be'] } };

it('a new kind of parent runs its two children through the queue, in its lane and theirs', async () => {
  const { storage, queue } = await openStudio();
  const { id, lane } = await queue.submit(request);
  expect(lane).toBe('parent');
  const job = await queue.wait(id);
  expect(job).toMatchObject({ status: 'completed', result: { counts: [{ letters: 4 }, { letters: 9 }] } });
  expect(await storage.jobs.children(id)).toMatchObject([
    { kind: 'countLetters', lane: 'train', status: 'completed', parentId: id, key: '0' },
    { kind: 'countLetters', lane: 'train', status: 'completed', parentId: id, key: '1' },
  ]);
  await expect(queue.submit({ ...request, kind: 'unheardOf' })).rejects.toMatchObject({
    code: 'unsupported',
  });
});

it('it is paused, survives its tab and goes on, and no child runs twice', async () => {
  const { storage, queue, name } = await openStudio();
  patience = () => (counted.length === 0 ? Promise.resolve() : new Promise(() => {}));
  const { id } = await queue.submit(request);
  await expect
    .poll(async () => (await storage.jobs.children(id)).map(({ status }) => status))
    .toEqual(['completed', 'running']);
  await queue.pause(id);
  await queue.resume(id);
  await expect
    .poll(async () => (await storage.jobs.children(id)).map(({ status }) => status))
    .toEqual(['completed', 'running']);
  queue.close();
  patience = () => Promise.resolve();
  const after = openQueue(storage, name);
  expect((await after.wait(id)).status).toBe('completed');
  expect(counted).toEqual(['to be', 'or not to be']);
});

describe('every kind of job', () => {
  const folder = new URL('../src/app/jobs/', import.meta.url);
  const defining = readdirSync(folder)
    .filter((file) => !/[Tt]est\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export const (\w+) = defineJob\b/gm)].map(
        ([, name = '']) => ({ file, name }),
      ),
    );

  it('is one file and one line', () => {
    expect(defining.filter(({ file, name }) => file !== `${name}.ts`)).toEqual([]);
    const lines = readFileSync(new URL('index.ts', folder), 'utf8').trim().split('\n');
    expect(lines.toSorted()).toEqual(
      defining.map(({ name }) => `export { ${name} } from './${name}';`).toSorted(),
    );
    expect(jobDefs.all.map(({ type }) => `${type}Job`).toSorted()).toEqual(
      defining.map(({ name }) => name).toSorted(),
    );
  });
});
