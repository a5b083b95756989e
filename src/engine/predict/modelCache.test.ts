import { expect, it } from 'vitest';
import { ModelCache } from './modelCache';
import type { OpenModel } from './openModel';

function cacheOf() {
  const log: string[] = [];
  const cache = new ModelCache(async (id) => {
    log.push(`open ${id}`);
    if (id === 'broken') throw new Error('no such model');
    const model: Partial<OpenModel> = { dispose: () => log.push(`dispose ${id}`) };
    return model as OpenModel;
  });
  return { cache, log };
}
const nothing = () => Promise.resolve();

it('keeps the three models used last', async () => {
  const { cache, log } = cacheOf();
  for (const id of ['a', 'b', 'c', 'a', 'd', 'a']) await cache.use(id, nothing);
  expect(log).toEqual(['open a', 'open b', 'open c', 'open d', 'dispose b']);
});

it('gives a model up only when its last user is done', async () => {
  const { cache, log } = cacheOf();
  let finish = () => {};
  const slow = cache.use('a', () => new Promise<void>((resolve) => (finish = resolve)));
  for (const id of ['b', 'c', 'd']) await cache.use(id, nothing);
  expect(log).not.toContain('dispose a');
  finish();
  await slow;
  await nothing();
  expect(log).toContain('dispose a');
});

it('opens anew what could not be opened', async () => {
  const { cache, log } = cacheOf();
  await expect(cache.use('broken', nothing)).rejects.toThrow('no such model');
  await expect(cache.use('broken', nothing)).rejects.toThrow('no such model');
  expect(log).toEqual(['open broken', 'open broken']);
});
