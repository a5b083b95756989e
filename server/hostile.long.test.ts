/** As hostile.test.ts, ten thousand times; SEED and REQUESTS give others. */
import { expect, test } from 'vitest';
import { openUnderFire } from '../test/support/serverUnderFire';

const requests = Number(process.env.REQUESTS ?? 10_000);
const seed = Number(process.env.SEED ?? 1);

test(`${requests} requests at random, seed ${seed}: no failure of the server`, async () => {
  const server = await openUnderFire(seed);
  for (let i = 0; i < requests; i++) await server.fire(server.draw(server.operations.length));
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([]);
  console.log(Object.fromEntries([...server.statuses].toSorted(([a], [b]) => a - b)));
  await server.close();
}, 1_200_000);
