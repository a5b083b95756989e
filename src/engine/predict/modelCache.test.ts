import { expect, it } from 'vitest';
import { ModelCache } from './modelCache';
import type { OpenModel } from './openModel';

/** Each model holds ten floats for the letter of its name: a 80 bytes, b 160, ... */
function cacheOf(mostBytes: () => number) {
  const log: string[] = [];
  const cache = new ModelCache(async () => mostBytes());
  const open = async (id: string) => {
    log.push(`open ${id}`);
    if (id === 'broken') throw new Error('no such model');
    const data = new Float32Array(10 * (id.charCodeAt(0) - 96));
    const model: Partial<OpenModel> = {
      tensors: new Map([['kernel', { shape: [data.length], data }]]),
      files: [],
      blobs: [],
      dispose: () => log.push(`dispose ${id}`),
    };
    return model as OpenModel;
  };
  const use = <T>(id: string, work: () => Promise<T>) => cache.use(id, () => open(id), work);
  return { use, log };
}
const nothing = () => Promise.resolve();

it('keeps the models used last, as many as fit', async () => {
  // a 80, b 160, c 240: 480 in all.
  const { use, log } = cacheOf(() => 480);
  for (const id of ['a', 'b', 'c', 'a']) await use(id, nothing);
  expect(log).toEqual(['open a', 'open b', 'open c']);
  // d is 320: b and c, which were not used for longest, make room, and a stays.
  for (const id of ['d', 'a', 'd']) await use(id, nothing);
  expect(log.slice(3)).toEqual(['open d', 'dispose b', 'dispose c']);
});

it('keeps one that alone is more than fits', async () => {
  const { use, log } = cacheOf(() => 100);
  for (const id of ['c', 'c', 'd', 'd']) await use(id, nothing);
  expect(log).toEqual(['open c', 'open d', 'dispose c']);
});

it('a new bound counts from the next model that is opened', async () => {
  let most = 1_000;
  const { use, log } = cacheOf(() => most);
  for (const id of ['a', 'b', 'c']) await use(id, nothing);
  most = 300;
  await use('a', nothing);
  expect(log).toHaveLength(3);
  await use('d', nothing);
  expect(log.slice(3)).toEqual(['open d', 'dispose b', 'dispose c', 'dispose a']);
});

it('never gives up a model in use', async () => {
  const { use, log } = cacheOf(() => 0);
  let finish = () => {};
  const slow = use('a', () => new Promise<void>((resolve) => (finish = resolve)));
  for (const id of ['b', 'c']) await use(id, nothing);
  expect(log).toEqual(['open a', 'open b', 'open c', 'dispose b']);
  finish();
  await slow;
  await use('d', nothing);
  expect(log.slice(4)).toEqual(['open d', 'dispose a', 'dispose c']);
});

it('opens anew what could not be opened', async () => {
  const { use, log } = cacheOf(() => 100);
  await expect(use('broken', nothing)).rejects.toThrow('no such model');
  await expect(use('broken', nothing)).rejects.toThrow('no such model');
  expect(log).toEqual(['open broken', 'open broken']);
});
