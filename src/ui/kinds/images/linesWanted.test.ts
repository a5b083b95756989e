import { expect, it } from 'vitest';
import { linesWanted } from './linesWanted';

it('reads what is in view, then on in the direction of the scroll', () => {
  const view = { first: 20, last: 23, views: 2, count: 30 };
  expect(linesWanted({ ...view, isUp: false })).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  expect(linesWanted({ ...view, isUp: true })).toEqual([20, 21, 22, 23, 19, 18, 17, 16, 15, 14, 13, 12]);
  expect(linesWanted({ ...view, first: 1, last: 3, isUp: true })).toEqual([1, 2, 3, 0]);
  expect(linesWanted({ ...view, first: 0, last: -1, isUp: false })).toEqual([]);
});
