import { expect, it } from 'vitest';
import { drawnLatents, latentGrid, latentSpread, movedFrom } from './latentPlan';

const seen = [
  [1, 10, 5],
  [3, 30, 5],
];
const spread = latentSpread(seen);

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

it('draws are as spread as what was seen and near one of it, each time others and the same again', () => {
  const drawn = drawnLatents(seen, 4000, 0);
  const { mean, deviation } = latentSpread(drawn);
  for (const [i, middle] of spread.mean.entries()) {
    expect(Math.abs((mean[i] ?? 0) - middle)).toBeLessThan(0.06 * (1 + (spread.deviation[i] ?? 0)));
    expect(deviation[i]).toBeCloseTo(spread.deviation[i] ?? 0, 0);
  }
  // Both numbers of a sample go together, and hardly any draw lies between the two samples.
  const between = drawn.filter(([first = 0, second = 0]) => {
    const [a, b] = [first - 2, (second - 20) / 10];
    return Math.abs(a) < 0.4 || Math.abs(b) < 0.4 || a * b < 0;
  });
  expect(between.length / drawn.length).toBeLessThan(0.1);
  expect(drawnLatents(seen, 2, 1)).toEqual(drawnLatents(seen, 2, 1));
  expect(drawnLatents(seen, 2, 1)).not.toEqual(drawnLatents(seen, 2, 2));
});
