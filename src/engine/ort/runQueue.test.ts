import { expect, it } from 'vitest';
import { oneAtATime } from './runQueue';

it('runs overlapping calls one after the other, past a failure', async () => {
  let running = 0;
  let most = 0;
  const work = (fail: boolean) => async () => {
    running++;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    if (fail) throw new Error('failed');
    return 'done';
  };
  const results = await Promise.allSettled([
    oneAtATime(work(false)),
    oneAtATime(work(true)),
    oneAtATime(work(false)),
  ]);
  expect(most).toBe(1);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
