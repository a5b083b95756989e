/** The tests of points beside numpy, scipy and scikit-learn (fixtures/makeOracle.py), and how often they are wrong. */
import { describe, expect, it } from 'vitest';
import { normals } from '../../random/random';
import oracle from './fixtures/oracle.json' with { type: 'json' };
import { meanDiscrepancy } from './meanDiscrepancy';
import { narrowed, type Points } from './points';
import { ridgeLogistic } from './ridgeLogistic';
import { tailOf, toldApart } from './toldApart';

const pointsOf = (values: readonly number[], width: number): Points => ({
  rows: values.length / width,
  width,
  values: Float32Array.from(values),
});

const drawn = (seed: number, rows: number, width: number, move = (value: number) => value): Points => ({
  rows,
  width,
  values: normals(seed, 'points', 0, rows * width).map(move),
});

describe('beside an oracle', () => {
  it.each(oracle.cases)('mean discrepancy $square', ({ width, x, y, square, p, chance }) => {
    const found = meanDiscrepancy(pointsOf(x, width), pointsOf(y, width), {
      alpha: 0.01,
      permutations: 3_999,
    });
    expect(found.square).toBeCloseTo(square, 10);
    // Both are drawn: four standard errors, beside those of the first look where it ends there.
    const count = found.pValue > 0.05 ? 199 : 3_999;
    expect(Math.abs(found.pValue - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count) + 1 / count);
    if (count > 199) expect(found.chance / chance).toBeCloseTo(1, 0);
  });

  it.each(oracle.cases)('logistic regression of $width axes', ({ width, x, y, scores }) => {
    const [first, second] = [pointsOf(x, width), pointsOf(y, width)];
    const score = ridgeLogistic(first, second);
    const found = [...score(first), ...score(second)];
    const off = Math.max(...found.map((value, i) => Math.abs(value - (scores[i] as number))));
    expect(off).toBeLessThan(1e-6);
  });

  it.each(oracle.tables)('$wrong of $n and $right of $m are called new', ({ n, m, wrong, right, p }) => {
    expect(tailOf(n, m, wrong + right, right) / p).toBeCloseTo(1, 9);
  });
});

describe('of 200 pairs that are alike', () => {
  const pairs = Array.from({ length: 200 }, (_, seed) => [
    drawn(2 * seed + 1, 80, 8),
    drawn(2 * seed + 2, 60, 8),
  ]);
  // 95 % of binomial counts of 200 at 5 % are at most 15, 99.9 % at most 20.
  it.each([
    ['classifier', (a: Points, b: Points, seed: number) => toldApart(a, b, 0.05, seed).pValue],
    [
      'mean discrepancy',
      (a: Points, b: Points, seed: number) =>
        meanDiscrepancy(a, b, { alpha: 0.05, permutations: 199, seed }).pValue,
    ],
  ])('the %s calls no more than 5 % different', (_, test) => {
    const alarms = pairs.filter(([a, b], seed) => test(a as Points, b as Points, seed) < 0.05).length;
    expect(alarms).toBeLessThanOrEqual(20);
  });
});

it('what differs is found by both: a mean that moved, and a spread that grew', () => {
  const before = drawn(1, 200, 16);
  for (const now of [drawn(2, 200, 16, (value) => value + 0.4), drawn(3, 200, 16, (value) => 1.5 * value)]) {
    expect(meanDiscrepancy(before, now, { alpha: 0.01, permutations: 999 }).pValue).toBe(0.001);
  }
  expect(
    toldApart(
      before,
      drawn(2, 200, 16, (value) => value + 0.4),
      0.01,
    ).pValue,
  ).toBeLessThan(1e-6);
});

it('points that are all one point are alike; so are sides of no width', () => {
  const one = { rows: 30, width: 3, values: new Float32Array(90).fill(2) };
  expect(toldApart(one, one, 0.01).pValue).toBe(1);
  expect(meanDiscrepancy(one, one, { alpha: 0.01, permutations: 199 })).toMatchObject({
    square: 0,
    pValue: 1,
  });
});

it('a projection keeps distances, and narrow points as they are', () => {
  const wide = drawn(5, 40, 600);
  const { width, values } = narrowed(wide);
  expect(width).toBe(64);
  const distance = (of: ArrayLike<number>, size: number, a: number, b: number) =>
    Math.sqrt(
      Array.from(
        { length: size },
        (_, k) => ((of[a * size + k] as number) - (of[b * size + k] as number)) ** 2,
      ).reduce((sum, square) => sum + square),
    );
  const ratios = Array.from(
    { length: 39 },
    (_, i) => distance(values, 64, i, i + 1) / distance(wide.values, 600, i, i + 1),
  );
  expect(Math.min(...ratios)).toBeGreaterThan(0.6);
  expect(Math.max(...ratios)).toBeLessThan(1.4);
  const narrow = drawn(6, 10, 4);
  expect(narrowed(narrow).values).toBe(narrow.values);
});
