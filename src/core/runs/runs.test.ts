import { expect, it } from 'vitest';
import type { Run } from '../protocol/model';
import { differences } from './differences';
import { groupRuns, meanAndSpread } from './groupRuns';

it('tells which settings differ; those of another family only as the family', () => {
  const base = { family: 'mlp', learningRate: 0.001, 'mlp.units': '[8]', datasetHash: 'a', dropout: 0.1 };
  expect(differences(base, { ...base, learningRate: 0.0003, seed: 2, datasetHash: 'b' })).toEqual([
    { name: 'learningRate', before: 0.001, after: 0.0003 },
    { name: 'seed', before: undefined, after: 2 },
  ]);
  expect(differences(base, { ...base, 'mlp.units': '[9]' })).toHaveLength(1);
  const { 'mlp.units': _, dropout: _d, ...rest } = base;
  expect(differences(base, { ...rest, family: 'cnn2d', 'cnn2d.filters': '[3]' })).toEqual([
    { name: 'family', before: 'mlp', after: 'cnn2d' },
    { name: 'dropout', before: 0.1, after: undefined },
  ]);
});

it('groups runs by a value, those without one too; spread is that of a sample', () => {
  const made = (id: string, params: Run['params']) => ({ id, params, summary: {}, tags: {} }) as Run;
  const names = { datasets: new Map(), experiments: new Map() };
  const groups = groupRuns(
    [made('a', { width: 8 }), made('b', {}), made('c', { width: '8' })],
    { of: 'params', name: 'width' },
    names,
  );
  expect(groups.map(({ value, runs }) => [value, runs.map(({ id }) => id)])).toEqual([
    ['8', ['a', 'c']],
    [undefined, ['b']],
  ]);
  expect(meanAndSpread([1, 3, Number.NaN])).toEqual({ mean: 2, sd: Math.SQRT2, count: 2 });
  expect(meanAndSpread([Number.NaN])).toBeUndefined();
});
