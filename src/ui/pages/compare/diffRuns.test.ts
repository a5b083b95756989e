import { expect, it } from 'vitest';
import { bestIndex, diffRows } from './diffRuns';

it('lines up names, also those only one run has, and marks differences', () => {
  const rows = diffRows<number | string>([
    { lr: 0.1, seed: 1 },
    { lr: 0.2, seed: 1, extra: 'x' },
  ]);
  expect(rows).toEqual([
    { name: 'lr', values: [0.1, 0.2], differs: true },
    { name: 'seed', values: [1, 1], differs: false },
    { name: 'extra', values: [undefined, 'x'], differs: true },
  ]);
});

it('points at the best value in the direction of the metric, and at none on a tie', () => {
  expect(bestIndex('valLoss', [0.3, 0.2, undefined])).toBe(1);
  expect(bestIndex('valAccuracy', [0.3, 0.9, 0.5])).toBe(1);
  expect(bestIndex('valR2', [0.5, 0.5])).toBe(-1);
  expect(bestIndex('valLoss', [0.5, undefined])).toBe(-1);
  expect(bestIndex('steps', [10, 20])).toBe(-1);
});
