import { expect, it } from 'vitest';
import { drawnLatents, latentGrid, latentSpread, movedFrom } from './latentPlan';

const spread = latentSpread([
  [1, 10, 5],
  [3, 30, 5],
]);

it('the spread of each number, the widest first', () => {
  expect(spread).toEqual({ mean: [2, 20, 5], deviation: [1, 10, 0], order: [1, 0, 2] });
  expect(movedFrom(spread, new Map([[1, -2]]))).toEqual([2, 0, 5]);
});

it('a grid over two numbers, the others at their mean', () => {
  expect(latentGrid(spread, [1, 0], 3, 2)).toEqual([
    [0, 0, 5],
    [0, 20, 5],
    [0, 40, 5],
    [2, 0, 5],
    [2, 20, 5],
    [2, 40, 5],
    [4, 0, 5],
    [4, 20, 5],
    [4, 40, 5],
  ]);
});

it('draws are as spread as what was seen, each time others and the same again', () => {
  const drawn = drawnLatents(spread, 4000, 0);
  const { mean, deviation } = latentSpread(drawn);
  for (const [i, middle] of spread.mean.entries()) {
    expect(Math.abs((mean[i] ?? 0) - middle)).toBeLessThan(0.06 * (1 + (spread.deviation[i] ?? 0)));
    expect(deviation[i]).toBeCloseTo(spread.deviation[i] ?? 0, 0);
  }
  expect(drawnLatents(spread, 2, 1)).toEqual(drawnLatents(spread, 2, 1));
  expect(drawnLatents(spread, 2, 1)).not.toEqual(drawnLatents(spread, 2, 2));
});
