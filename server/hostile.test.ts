/** Every operation of the server's own document, asked with what is valid, missing, wrong and hostile; then at random. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manners } from '../test/support/serverRequests';
import { openUnderFire } from '../test/support/serverUnderFire';

const requests = 300;
let server: Awaited<ReturnType<typeof openUnderFire>>;
beforeAll(async () => {
  server = await openUnderFire(17);
}, 120_000);
afterAll(() => server.close());

test('every operation, in every manner: none is a failure of the server', async () => {
  for (const manner of manners)
    for (const which of server.operations.keys()) await server.fire(which, manner);
  for (const status of [200, 201, 400, 404])
    expect(server.statuses.get(status), String(status)).toBeGreaterThan(0);
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([]);
}, 120_000);

test(`${requests} requests at random: no failure`, async () => {
  for (let i = 0; i < requests; i++) await server.fire(server.draw(server.operations.length));
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([]);
}, 120_000);
