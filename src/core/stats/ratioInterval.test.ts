import { describe, expect, it } from 'vitest';
import { normals } from '../random/random';
import { ratioInterval, ratioOf } from './ratioInterval';
import { studentQuantile, studentTwoSided } from './studentT';

describe('studentQuantile', () => {
  // scipy.stats.t.ppf(0.975, df)
  it.each([
    [1, 12.706204736432095],
    [7, 2.364624251592785],
    [29, 2.045229642132703],
    [1000, 1.9623390808264078],
  ])('with %i degrees of freedom is %f', (df, expected) => {
    expect(studentQuantile(0.975, df)).toBeCloseTo(expected, 9);
    expect(studentTwoSided(expected, df)).toBeCloseTo(0.05, 9);
  });
});

describe('ratioInterval', () => {
  /** Shares of 300 made-up samples whose interval holds the true mean. */
  const coverage = (make: (seed: number) => { above: Float64Array; blocks?: Int32Array }, truth: number) => {
    let held = 0;
    for (let seed = 0; seed < 300; seed++) {
      const { low, high } = ratioInterval(make(seed), seed) ?? { low: Number.NaN, high: Number.NaN };
      if (low <= truth && truth <= high) held++;
    }
    return held / 300;
  };

  it('holds the mean of squared errors about 95 times in 100', () => {
    const squares = (seed: number) => ({ above: Float64Array.from(normals(seed, 'e', 0, 60), (e) => e * e) });
    const share = coverage(squares, 1);
    expect(share).toBeGreaterThan(0.88);
    expect(share).toBeLessThan(0.99);
  });

  it('does so where rows of a block are alike, which rows taken alone would not', () => {
    const alike = (seed: number) => {
      const [shared, own] = [normals(seed, 'block', 0, 20), normals(seed, 'row', 0, 400)];
      const blocks = Int32Array.from({ length: 400 }, (_, i) => Math.floor(i / 20));
      return {
        above: Float64Array.from(blocks, (block, i) => (shared[block] ?? 0) + 0.3 * (own[i] ?? 0)),
        blocks,
      };
    };
    expect(coverage(alike, 0)).toBeGreaterThan(0.9);
    expect(coverage((seed) => ({ above: alike(seed).above }), 0)).toBeLessThan(0.6);
  });

  it('is of the ratio, the same for the same seed, and nothing for a single row or block', () => {
    const ratio = { above: [1, 2, 3, 4, 5, 6], below: [2, 4, 6, 8, 10, 12] };
    expect(ratioOf(ratio)).toBe(0.5);
    expect(ratioInterval(ratio, 1)).toEqual({ low: 0.5, high: 0.5 });
    const plain = { above: [1, 0, 4, 2, 8] };
    expect(ratioInterval(plain, 1)).toEqual(ratioInterval(plain, 1));
    expect(ratioInterval(plain, 1)).not.toEqual(ratioInterval(plain, 2));
    expect(ratioInterval({ above: [1] }, 1)).toBeUndefined();
    expect(ratioInterval({ above: [1, 2], blocks: [3, 3] }, 1)).toBeUndefined();
  });
});
