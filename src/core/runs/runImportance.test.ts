import { expect, it } from 'vitest';
import type { Run } from '../protocol/model';
import { importanceOfRuns, topRuns, unitPlaces, variedParams } from './runImportance';

const run = (params: Run['params'], valAccuracy?: number): Run =>
  ({ params, summary: valAccuracy === undefined ? {} : { valAccuracy } }) as Run;

it('params that differ are told apart by what they explain', () => {
  const runs = Array.from({ length: 60 }, (_, i) => {
    const [rate, noise] = [10 ** (-4 + (i % 10) / 3), ((i * 37) % 60) / 60];
    const params = { learningRate: rate, dropout: noise, family: 'mlp', hash: `h${i}` };
    return run(params, 1 - 0.1 * (Math.log10(rate) + 2) ** 2);
  });
  expect(variedParams(runs)).toEqual(['learningRate', 'dropout']);
  const [first, second] = importanceOfRuns([...runs, run({ learningRate: 1 })], 'valAccuracy') ?? [];
  expect(first?.name).toBe('learningRate');
  expect(first?.share).toBeGreaterThan(0.9);
  expect(second?.share).toBeLessThan(0.05);
  expect(importanceOfRuns(runs.slice(0, 5), 'valAccuracy')).toBeUndefined();
  expect(importanceOfRuns(runs, 'valLoss')).toBeUndefined();
});

it('places are logarithmic where values span much, and one for each text', () => {
  expect(unitPlaces([1e-4, 1e-2, 1])).toEqual([0, 0.5, 1].map((at) => expect.closeTo(at, 9)));
  expect(unitPlaces([2, 4, undefined])).toEqual([0, 1, 0.5]);
  expect(unitPlaces(['b', 'a', 'b'])).toEqual([0.75, 0.25, 0.75]);
});

it('the best tenth is by the metric, and never empty', () => {
  const runs = [0.3, 0.9, undefined, 0.5].map((value) => run({}, value));
  expect(topRuns(runs, { metric: 'valAccuracy', better: 'higher' }, 10)).toEqual([runs[1]]);
  expect(topRuns(runs, { metric: 'valAccuracy', better: 'lower' }, 67)).toEqual([runs[0], runs[3]]);
});
