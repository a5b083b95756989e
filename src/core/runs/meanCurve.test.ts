import { expect, it } from 'vitest';
import { meanCurve } from './meanCurve';

it('is the mean between lowest and highest, of the runs that have a value there', () => {
  expect(
    meanCurve([
      [
        { x: 1, y: 2 },
        { x: 2, y: 4 },
        { x: 3, y: Number.NaN },
      ],
      [
        { x: 1, y: 4 },
        { x: 3, y: 1 },
      ],
    ]),
  ).toEqual([
    { x: 1, y: 3, low: 2, high: 4, count: 2 },
    { x: 2, y: 4, low: 4, high: 4, count: 1 },
    { x: 3, y: 1, low: 1, high: 1, count: 1 },
  ]);
  expect(meanCurve([])).toEqual([]);
});
