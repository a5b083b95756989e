import { expect, it } from 'vitest';
import { answersApart } from './answersApart';

const field = (...values: number[]) => ({ value: 0, field: Float32Array.from(values) });

it('masks by their places, forecasts and quantiles by how far their values lie apart', () => {
  const mask = (...labels: number[]) => ({ value: '', mask: Uint8Array.from(labels) });
  expect(answersApart(mask(0, 1, 1, 2), mask(0, 1, 2, 2))).toEqual({
    of: 'pixels',
    apart: 0.25,
    same: false,
  });
  expect(answersApart(field(1, 2), field(1, 4))).toEqual({ of: 'values', apart: 1, same: false });
  expect(answersApart(field(1, Number.NaN), field(1, Number.NaN))).toMatchObject({ apart: 0, same: true });
  const quantiles = (...values: number[]) => ({ value: values[1] ?? 0, quantiles: values });
  expect(answersApart(quantiles(1, 2, 3), quantiles(1, 2, 6))).toEqual({
    of: 'levels',
    apart: 1,
    same: false,
  });
  expect(answersApart({ value: 'a' }, { value: 'b' })).toBeUndefined();
});

it('of two sizes nothing is said', () => {
  expect(answersApart(field(1), field(1, 2))?.apart).toBeNaN();
});
