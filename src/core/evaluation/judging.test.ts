/** Expected values: scipy.stats (binomtest(...).proportion_ci(method='wilson'), binomtest(...).pvalue). */
import { describe, expect, it } from 'vitest';
import { comparePaired } from './comparePaired';
import { detectAt } from './detection';
import { eventOf } from './eventOf';
import { type LeadScore, LeadSums } from './forecastSkill';
import { wilsonInterval } from './wilsonInterval';

it.each([
  [0, 10, 0.0, 0.27753279986288926],
  [9, 10, 0.5958499732047615, 0.9821237869049271],
  [45, 50, 0.7863976856252034, 0.9565242350681095],
  [120, 120, 0.9689808335812965, 1.0],
])('Wilson interval of %d of %d', (successes, of, low, high) => {
  const interval = wilsonInterval(successes, of);
  expect(interval.low).toBeCloseTo(low, 10);
  expect(interval.high).toBeCloseTo(high, 10);
});

it.each([
  [8, 2, 0.109375],
  [5, 5, 1.0],
  [30, 12, 0.007915897334896727],
  [1, 0, 1.0],
])('sign test of %d against %d', (first, second, chance) => {
  const errors = [...Array(first).fill([0, 1]), ...Array(second).fill([1, 0]), [1, 1]] as [number, number][];
  const compared = comparePaired(
    errors.map(([a]) => a),
    errors.map(([, b]) => b),
  );
  expect(compared).toMatchObject({ firstBetter: first, secondBetter: second });
  expect(compared.chance).toBeCloseTo(chance, 10);
});

describe('the event', () => {
  const labels = ['chirp', 'noise'];
  const judged = (truth: number[]) => ({ labels, truth: Int32Array.from(truth) });
  const task = { type: 'classification' as const, target: 'event', labels };
  it('is what a person chose, else what the data say, else the rarer class, never the alphabet', () => {
    const rare = judged([0, 0, 1, 1, 1]);
    const flagged = { ...task, event: 'noise' };
    expect(eventOf(rare, { task: flagged, event: 'chirp' })).toEqual({ index: 0, by: 'you' });
    expect(eventOf(rare, { task: flagged })).toEqual({ index: 1, by: 'data' });
    expect(eventOf(rare, { task })).toEqual({ index: 0, by: 'rarity' });
    expect(eventOf(judged([0, 0, 1]), { task })).toEqual({ index: 1, by: 'rarity' });
    expect(eventOf(judged([0, 1]), { task, event: 'gone' })).toEqual({ index: 1, by: 'order' });
  });
});

it('finds events at a fixed rate of false alarms', () => {
  const scores = [...Array.from({ length: 200 }, (_, i) => i / 1000), 0.15, 0.198, 0.3, 0.9];
  const isEvent = scores.map((_, i) => i >= 200);
  const point = detectAt(scores, isEvent, 1e-2);
  // Two of 200 quiet samples may alarm: 0.198 and 0.199.
  expect(point.threshold).toBeCloseTo(0.197);
  expect(point.falseAlarms.share).toBe(0.01);
  expect(point.sensitivity.share).toBe(0.75);
  expect(point.resolved).toBe(true);
  const strict = detectAt(scores, isEvent, 1e-3);
  expect(strict.resolved).toBe(false);
  expect(strict.falseAlarms.share).toBe(0);
  expect(strict.sensitivity.share).toBe(0.5);
  // Without a quiet sample there is no rate, and nothing found at it.
  expect(detectAt([0.2, 0.9], [true, true], 1e-2).sensitivity.of).toBe(0);
});

it('scores a forecast against persistence and climatology', () => {
  const sums = new LeadSums();
  for (const [model, last, mean, truth] of [
    [1, 0, 0, 2],
    [-1, 1, 0, -2],
  ] as const)
    sums.add(model, last, mean, truth);
  const score = sums.score(1, 1, 3) as LeadScore;
  expect(score.rmse).toEqual({ model: 3, persistence: 3 * Math.sqrt(6.5), climatology: 6 });
  expect(score.correlation.model).toBeCloseTo(1, 12);
  expect(score.correlation.persistence).toBeCloseTo(-1 / Math.sqrt(2), 12);
});
