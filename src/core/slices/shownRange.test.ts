import { expect, it } from 'vitest';
import { colorScale } from './colorScale';
import { shownRange } from './shownRange';
import type { FrameSize } from './slicePixels';

const size: FrameSize = [20, 20, 3];
/** A pattern between 0 and 1 on every level, the levels 1,000 apart, one cell of the middle one far out. */
const levels = Float32Array.from({ length: 1200 }, (_, i) => {
  const [cell, z] = [Math.floor(i / 3), i % 3];
  return cell === 7 && z === 1 ? 1e6 : 1000 * z + (cell % 20) / 19;
});

it('shows the pattern of one level, whatever the others and an outlier are', () => {
  for (const z of [0, 1, 2]) {
    const range = shownRange([levels], size, z);
    expect(range?.low).toBeCloseTo(1000 * z, 1);
    expect(range?.high).toBeCloseTo(1000 * z + 1, 1);
    const level = colorScale({ low: 0, high: 1, log: false, ...range });
    expect(level(1000 * z + 0.75) - level(1000 * z + 0.25)).toBeGreaterThan(100);
  }
});

it('keeps the colours from level to level where the pattern of each shows in them', () => {
  const alike = levels.map((value, i) => (value > 1e5 ? 0 : (value % 1000) + (i % 3)));
  const ranges = [0, 1, 2].map((z) => shownRange([alike], size, z));
  expect(ranges[1]).toEqual(ranges[0]);
  expect(ranges[2]).toEqual(ranges[0]);
});

it('is the same for a map too large to sort, and knows all moments at hand', () => {
  const large: FrameSize = [600, 500, 1];
  const map = Float32Array.from({ length: 300_000 }, (_, i) => (i % 500) / 499);
  const range = shownRange([map, map.map((value) => 2 * value)], large, 0);
  expect(range?.low).toBeCloseTo(0.015, 1);
  expect(range?.high).toBeGreaterThan(1.9);
  expect(range?.high).toBeLessThan(1.98);
});

it('is even around zero for errors', () => {
  const range = shownRange(
    [Float32Array.from({ length: 101 }, (_, i) => (i - 30) / 100)],
    [101, 1, 1],
    0,
    true,
  );
  expect(range?.high).toBeCloseTo(0.69, 2);
  expect(range?.low).toBe(-(range?.high ?? 0));
});

it('falls back to all of a map that is nearly of one value, and to nothing for one that is', () => {
  const rare = new Float32Array(400).fill(1);
  rare[3] = 5;
  expect(shownRange([rare], [20, 20, 1], 0)).toEqual({ low: 1, high: 5 });
  expect(shownRange([rare.fill(2)], [20, 20, 1], 0)).toBeUndefined();
  expect(shownRange([new Float32Array(4).fill(Number.NaN)], [2, 2, 1], 0)).toBeUndefined();
  expect(shownRange([new Float32Array(4)], [2, 2, 1], 0, true)).toBeUndefined();
});
