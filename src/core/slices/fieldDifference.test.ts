import { expect, it } from 'vitest';
import { channelOf, differenceOf, rangeOfValues } from './fieldDifference';

it('takes one channel of an answer, and what it missed by', () => {
  const field = Float32Array.of(1, 10, 2, 20, 3, 30);
  expect([...channelOf(field, 2, 1)]).toEqual([10, 20, 30]);
  const error = differenceOf(channelOf(field, 2, 0), Float32Array.of(1, Number.NaN, 5));
  expect([...error]).toEqual([0, Number.NaN, -2]);
  expect(rangeOfValues(error)).toEqual({ min: -2, max: 0 });
  expect(rangeOfValues(Float32Array.of(Number.NaN))).toEqual({ min: 0, max: 0 });
});
