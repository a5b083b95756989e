import { expect, test } from 'vitest';
import { numbersInput } from './numbersInput';

test('nested arrays, typed arrays and shaped ones become one', () => {
  const nested = numbersInput.parse([
    [1, null],
    [3, 4],
    [5, 6],
  ]);
  expect(nested).toEqual({ shape: [3, 2], values: Float32Array.of(1, Number.NaN, 3, 4, 5, 6) });
  expect(numbersInput.parse(Int32Array.of(1, 2))).toEqual({ values: Float32Array.of(1, 2) });
  expect(numbersInput.parse({ shape: [1, 2], data: Float64Array.of(1, 2) })).toEqual({
    shape: [1, 2],
    values: Float32Array.of(1, 2),
  });
});

test('what is ragged, or no number, is refused with its place', () => {
  const problem = (value: unknown) => numbersInput.safeParse(value).error?.issues[0]?.message;
  expect(problem([[1, 2], [3]])).toBe('[1] has 1 entries where the first of its kind has 2');
  expect(problem([[1, 2], 3])).toBe('[1] is not an array');
  expect(problem([[1, [2]]])).toBe('[0][1] is not a number');
  expect(problem([['1']])).toBe('[0][0] is not a number');
  expect(problem({ shape: [2, 2], data: Float32Array.of(1) })).toBe('holds 1 values for the shape [2, 2]');
  expect(problem(BigInt64Array.of(1n))).toMatch(/expected arrays/);
  expect(problem('abc')).toMatch(/expected arrays/);
});
