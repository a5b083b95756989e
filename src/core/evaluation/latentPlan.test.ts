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

it('draws lie between one that was seen and one of the three nearest, each time others and the same again', () => {
  // Two kinds, far apart: five of each, along one line.
  const kinds = Array.from({ length: 10 }, (_, i) => [i < 5 ? i : 100 + i, i < 5 ? 2 * i : 50]);
  const drawn = drawnLatents(kinds, 4000, 0);
  for (const [first = 0, second = 0] of drawn) {
    const isFirst = first <= 4;
    if (isFirst) expect(second).toBeCloseTo(2 * first, 3);
    else {
      expect(first).toBeGreaterThanOrEqual(105);
      expect(second).toBe(50);
    }
  }
  const share = drawn.filter(([first = 0]) => first <= 4).length / drawn.length;
  expect(Math.abs(share - 0.5)).toBeLessThan(0.05);
  // Hardly any is one that was seen.
  expect(drawn.filter(([first = 0]) => Number.isInteger(first)).length).toBeLessThan(10);
  expect(drawnLatents(kinds, 2, 1)).toEqual(drawnLatents(kinds, 2, 1));
  expect(drawnLatents(kinds, 2, 1)).not.toEqual(drawnLatents(kinds, 2, 2));
  expect(drawnLatents([[1, 2]], 1, 0)).toEqual([[1, 2]]);
});
