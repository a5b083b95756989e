import { freshStorage } from './fixtures/freshStorage';
import { expect, it } from 'vitest';
import type { AnsweredRow } from '#/core/protocol/inUse';

const call = (modelId = 'm', at = 1) => [{ modelId, version: 1, at, ms: 2, rows: 1 }];
const row = (id: string, more: Partial<AnsweredRow> = {}): AnsweredRow => ({
  modelId: 'm',
  id,
  at: 1,
  version: 1,
  value: 'yes',
  row: { age: 3 },
  ...more,
});

it('keeps answers only when it is told to, and drops the oldest at its bound', async () => {
  const { inUse } = await freshStorage();
  await inUse.append(call(), [row('a')]);
  expect(await inUse.log('m')).toMatchObject({ calls: 1, kept: 0 });
  await inUse.setLog('m', { on: true, bound: 3 });
  await inUse.append(call('other'), [row('x', { modelId: 'other' })]);
  for (const id of ['a', 'b', 'c', 'd']) await inUse.append(call('m', 2), [row(id)]);
  expect(await inUse.log('m')).toMatchObject({ kept: 3, dropped: 1, calls: 5 });
  expect((await inUse.rows('m')).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  expect((await inUse.rows('m', 2)).map(({ id }) => id)).toEqual(['c', 'd']);
  expect((await inUse.rows('m'))[0]).not.toHaveProperty('row');
  expect(await inUse.calls('m', 2)).toHaveLength(4);
  expect(await inUse.setLog('m', { bound: 1, withRows: true })).toMatchObject({ kept: 1, dropped: 3 });
  await inUse.append(call(), [row('e'), row('f'), row('g')]);
  expect(await inUse.rows('m')).toMatchObject([{ id: 'g', row: { age: 3 } }]);
  expect(await inUse.log('m')).toMatchObject({ kept: 1, dropped: 6 });
  await inUse.clear('m');
  expect(await inUse.log('m')).toMatchObject({ on: true, bound: 1, kept: 0, calls: 0, dropped: 0 });
  await inUse.forget('m');
  expect(await inUse.log('m')).toMatchObject({ on: false });
});

it('joins labels by id to the newest answer, and names ids that nobody asked', async () => {
  const { inUse } = await freshStorage();
  await inUse.setLog('m', { on: true });
  await inUse.append(call(), [row('a'), row('b'), row('a', { at: 2 })]);
  expect(
    await inUse.join(
      'm',
      [
        { id: 'a', value: 'no' },
        { id: 'zz', value: 'no' },
        { id: 'a', value: 'yes' },
      ],
      9,
    ),
  ).toEqual({ joined: 1, changed: 0, unknown: ['zz'], unknownCount: 1 });
  expect((await inUse.rows('m')).map(({ at, label }) => [at, label])).toEqual([
    [1, undefined],
    [1, undefined],
    [2, 'yes'],
  ]);
  expect(await inUse.join('m', [{ id: 'a', value: 'no' }], 10)).toMatchObject({ joined: 1, changed: 1 });
});
