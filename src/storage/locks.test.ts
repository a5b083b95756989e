import { expect, it } from 'vitest';
import { holdShared, holdWhenFree, ifFree, tryHold, withSharedLock, withWriterLock } from './locks';

const pause = (ms = 1) => new Promise((resolve) => setTimeout(resolve, ms));

it('lets one writer in at a time, in order', async () => {
  const name = crypto.randomUUID();
  const seen: string[] = [];
  const write = (id: string) =>
    withWriterLock(name, async () => {
      seen.push(`${id} in`);
      await pause();
      seen.push(`${id} out`);
    });
  await Promise.all([write('a'), write('b')]);
  expect(seen).toEqual(['a in', 'a out', 'b in', 'b out']);
});

it('lets sharers in together and keeps writers out', async () => {
  const name = crypto.randomUUID();
  const first = await holdShared(name);
  const second = await holdShared(name);
  expect(await ifFree(name, async () => 'alone')).toBeUndefined();
  first.release();
  await pause();
  expect(await ifFree(name, async () => 'alone')).toBeUndefined();
  second.release();
  await pause();
  expect(await ifFree(name, async () => 'alone')).toBe('alone');
});

it('hands leadership over when the holder lets go', async () => {
  const name = crypto.randomUUID();
  const leader = await tryHold(name);
  expect(leader).toBeDefined();
  expect(await tryHold(name)).toBeUndefined();
  let took = false;
  const next = holdWhenFree(name).then((held) => {
    took = true;
    return held;
  });
  await pause();
  expect(took).toBe(false);
  leader?.release();
  (await next).release();
  expect(took).toBe(true);
});

it('gives up waiting when asked, and does not hold others up', async () => {
  const name = crypto.randomUUID();
  const leader = await tryHold(name);
  const stop = new AbortController();
  const waiting = holdWhenFree(name, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect(holdWhenFree(name, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  leader?.release();
  (await holdWhenFree(name)).release();
});

it('releases when the work fails', async () => {
  const name = crypto.randomUUID();
  await expect(
    withSharedLock(name, async () => {
      throw new Error('failed');
    }),
  ).rejects.toThrow('failed');
  expect(await ifFree(name, async () => 1)).toBe(1);
});
