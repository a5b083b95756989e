import { expect, it } from 'vitest';
import type { Run } from '#/core/protocol/model';
import { curveGroups, groupChoices } from './compareGroups';

const run = (id: string, params: Run['params']) => ({ id, name: id, params, summary: {}, tags: {} }) as Run;

it('puts runs of one value together, and offers what some of them share', () => {
  const runs = [
    run('a', { rate: 1, seed: 1 }),
    run('b', { rate: 1, seed: 2 }),
    run('c', { rate: 2, seed: 3 }),
  ];
  expect(curveGroups(runs).map(({ label }) => label)).toEqual(['a', 'b', 'c']);
  expect(curveGroups(runs, 'params.rate').map(({ label, runs: of }) => [label, of.length])).toEqual([
    ['1 (2)', 2],
    ['2 (1)', 1],
  ]);
  expect(
    groupChoices([
      { name: 'rate', values: [1, 1, 2] },
      { name: 'seed', values: [1, 2, 3] },
      { name: 'epochs', values: [5, 5, 5] },
    ]),
  ).toEqual(['params.rate']);
});
