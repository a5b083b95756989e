import { expect, it } from 'vitest';
import { independentlyApart, type Planned, planComparison } from './planComparison';

const shadow: Planned = {
  way: 'shadow',
  share: 1,
  alpha: 0.05,
  rows: 1_000,
  champion: 0.85,
  difference: 0.03,
  apart: 0.1,
};

it('versions that are as good are found apart in at most 5 of 100, whatever the way', async () => {
  for (const way of ['shadow', 'split', 'canary'] as const) {
    const { chance, wrong, runs } = await planComparison({ ...shadow, way, share: 0.5, difference: 0 });
    expect(runs).toBe(400);
    // 5 %, and three standard errors of 400 runs.
    expect(chance.share + wrong, way).toBeLessThan(0.083);
  }
}, 60_000);

it('more rows, a larger difference and versions that differ seldom find it sooner', async () => {
  const usual = await planComparison(shadow);
  const long = await planComparison({ ...shadow, rows: 4_000 });
  const large = await planComparison({ ...shadow, difference: 0.06 });
  const alike = await planComparison({ ...shadow, apart: 0.04 });
  const split = await planComparison({ ...shadow, way: 'split', share: 0.5 });
  for (const better of [long, large, alike]) expect(better.chance.share).toBeGreaterThan(usual.chance.share);
  expect(split.chance.share).toBeLessThan(usual.chance.share);
  expect(large.chance.share).toBeGreaterThan(0.95);
  expect(large.typicalRows).toBeLessThan(1_000);
  expect(usual.curve).toHaveLength(20);
  expect(usual.curve.at(-1)).toEqual({ rows: 1_000, chance: usual.chance.share });
  for (const [i, { chance }] of usual.curve.entries())
    expect(chance).toBeGreaterThanOrEqual(usual.curve[i - 1]?.chance ?? 0);
  expect(await planComparison(shadow)).toEqual(usual);
}, 60_000);

it('errors that have nothing to do with each other lie that far apart', () => {
  expect(independentlyApart(0.8, 0.1)).toBeCloseTo(0.8 * 0.1 + 0.2 * 0.9, 12);
});
