import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { uniforms } from '../random/random';
import { autocorrelation, seasonalPeriod } from './seasonalPeriod';
import { findStep, stepsBetween, stepText, timeAfter, usualPeriods } from './seriesTime';

const oracle = JSON.parse(readFileSync(new URL('./fixtures/seriesOracle.json', import.meta.url), 'utf8')) as {
  cases: { freq: string; times: number[] }[];
  values: number[];
  autocorrelation: number[];
};

const words: Record<string, string> = {
  MS: 'every month',
  M: 'every month',
  QS: 'every quarter',
  B: 'every weekday',
  H: 'every hour',
  '15T': 'every 15 minutes',
  D: 'every day',
  AS: 'every year',
};

describe('the step of times', () => {
  it.each(oracle.cases)('is found and walked as pandas does: $freq', ({ freq, times }) => {
    const step = findStep([Float64Array.from(times)], true);
    if (!step) throw new Error('no step');
    expect(stepText(step)).toBe(words[freq]);
    for (const [i, time] of times.entries()) {
      expect(timeAfter(times[0] as number, i, step)).toBe(time);
      expect(stepsBetween(times[0] as number, time, step)).toBeCloseTo(i, 6);
    }
  });

  it('is found through gaps and jitter, and not where there is none', () => {
    const gappy = [0, 1, 2, 5, 6, 7, 9, 10].map((hour) => hour * 3_600_000);
    expect(findStep([Float64Array.from(gappy)], true)).toEqual({ count: 3_600_000, unit: 'ms' });
    const jitter = Float64Array.from({ length: 50 }, (_, i) => i * 50 + ((i * 7) % 3));
    expect(findStep([jitter], false)?.count).toBeCloseTo(50, -1);
    expect(findStep([Float64Array.of(0, 1, 3.5, 9, 9.2, 14)], false)).toBeUndefined();
    expect(findStep([Float64Array.of(4)], false)).toBeUndefined();
  });
});

it('autocorrelation is that of numpy, and the season its highest peak', () => {
  const found = autocorrelation(oracle.values, 24);
  for (const [lag, expected] of oracle.autocorrelation.entries())
    expect(found[lag]).toBeCloseTo(expected, 10);
  expect(seasonalPeriod(oracle.values, usualPeriods({ count: 1, unit: 'month' }))).toBe(12);
  expect(seasonalPeriod(uniforms(1, 'noise', 0, 200), [])).toBeUndefined();
  expect(seasonalPeriod([1, 2], [])).toBeUndefined();
});
