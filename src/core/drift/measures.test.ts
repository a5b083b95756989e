/** The measures beside scipy and statsmodels (fixtures/makeOracle.py). */
import { describe, expect, it } from 'vitest';
import { normals } from '../random/random';
import { chiSquareTail } from '../stats/tails';
import { adjusted } from './adjust';
import { chiSquare, jensenShannon, proportions, stabilityIndex } from './counts';
import { distributionOf } from './distribution';
import oracle from './fixtures/oracle.json' with { type: 'json' };
import { chanceDistance, kolmogorovSmirnov } from './kolmogorovSmirnov';
import { wasserstein } from './wasserstein';

const spreadOf = (values: readonly number[], most?: number) =>
  distributionOf(Float64Array.from(values).sort(), most);

describe('measures of drift', () => {
  it.each(oracle.numbers)(
    'Kolmogorov-Smirnov and Wasserstein of numbers $ks',
    ({ a, b, ks, p, wasserstein: w }) => {
      const found = kolmogorovSmirnov(spreadOf(a), spreadOf(b));
      expect(found.statistic).toBeCloseTo(ks, 12);
      // Exact up to 200 x 200 values, beyond by the limit.
      expect(Math.abs(found.pValue - p)).toBeLessThan(a.length * b.length <= 40_000 ? 1e-6 : 0.06 * p);
      expect(wasserstein(spreadOf(a), spreadOf(b))).toBeCloseTo(w, 10);
    },
  );

  it.each(oracle.tables)('chi-square and Jensen-Shannon of counts $a', ({ a, b, chi, p, js }) => {
    const found = chiSquare(a, b);
    expect(found.statistic).toBeCloseTo(chi, 9);
    expect(found.pValue / p).toBeCloseTo(1, 9);
    expect(jensenShannon(a, b)).toBeCloseTo(js, 10);
  });

  it.each(oracle.shares)('Z of two shares $z', ({ yes, of, z, p }) => {
    const found = proportions(yes[0] as number, of[0] as number, yes[1] as number, of[1] as number);
    expect(found.statistic).toBeCloseTo(z, 10);
    expect(found.pValue / p).toBeCloseTo(1, 9);
  });

  it('tails and corrections', () => {
    for (const [x, df, tail] of oracle.tails)
      expect(chiSquareTail(x as number, df as number) / (tail as number)).toBeCloseTo(1, 9);
    for (const how of ['holm', 'benjaminiHochberg'] as const)
      for (const [i, value] of adjusted(oracle.p, how).entries())
        expect(value).toBeCloseTo(oracle.corrected[how][i] as number, 12);
  });

  it('PSI is the sum of differences of shares times the logarithm of their ratio', () => {
    expect(stabilityIndex([100, 100], [100, 100])).toBeCloseTo(0, 12);
    const [p, q] = [100.5 / 201, 150.5 / 201];
    expect(stabilityIndex([100, 100], [150, 50])).toBeCloseTo(
      (q - p) * Math.log(q / p) + (1 - q - (1 - p)) * Math.log((1 - q) / (1 - p)),
      12,
    );
  });

  it('a spread of which some ranks are known is compared as nearly as those tell', () => {
    const a = Array.from(normals(1, 'a', 0, 40_000));
    const b = Array.from(normals(1, 'b', 0, 30_000), (value) => value * 1.1 + 0.05);
    const [few, other] = [spreadOf(a, 1025), spreadOf(b)];
    const exact = kolmogorovSmirnov(spreadOf(a), other).statistic;
    const found = kolmogorovSmirnov(few, other).statistic;
    expect(found).toBeLessThanOrEqual(exact);
    expect(found).toBeGreaterThan(exact - 0.001);
    const area = wasserstein(spreadOf(a), other);
    expect(Math.abs(wasserstein(few, other) / area - 1)).toBeLessThan(0.01);
    expect(chanceDistance(40_000, 30_000, 0.01)).toBeLessThan(found);
  });
});
