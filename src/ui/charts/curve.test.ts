import { describe, expect, it } from 'vitest';
import { type Curve, curvesToTable, layoutPlot, nearestPoint, pointLimit } from './curve';

const count = 100_000;
const spikeAt = 61_234;
const curve: Curve = {
  id: 'loss',
  label: 'Loss',
  color: '',
  points: Array.from({ length: count }, (_, i) => ({
    x: i + 1,
    y: i === spikeAt ? 50 : 1 + Math.sin(i / 900) + (i % 7) / 100,
  })),
};
const plotOf = (part: Partial<Parameters<typeof layoutPlot>[0]> = {}) =>
  layoutPlot({
    curves: [curve],
    width: 800,
    height: 200,
    scale: 'linear',
    smoothing: 0,
    zoom: null,
    ...part,
  });

describe('a curve of 100,000 points', () => {
  it('is drawn with few, in order, from the first to the last, and keeps its spike', () => {
    const { strong, faint } = plotOf().curves[0]!;
    expect(strong).toHaveLength(pointLimit);
    expect(faint).toEqual([]);
    expect(strong[0]).toBe(curve.points[0]);
    expect(strong.at(-1)).toBe(curve.points.at(-1));
    expect(strong.some(({ y }) => y === 50)).toBe(true);
    expect(strong.every((point, i) => i === 0 || point.x > strong[i - 1]!.x)).toBe(true);
  });

  it('stays close to what it was: between drawn points no value is far from the line', () => {
    const calm = { ...curve, points: curve.points.map(({ x }) => ({ x, y: Math.sin(x / 900) })) };
    const { strong } = plotOf({ curves: [calm] }).curves[0]!;
    let right = 1;
    let worst = 0;
    for (const { x, y } of calm.points) {
      while (strong[right]!.x < x) right++;
      const [from, to] = [strong[right - 1]!, strong[right]!];
      const line = from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
      worst = Math.max(worst, Math.abs(line - y));
    }
    expect(worst).toBeLessThan(0.02);
  });

  it('shows every point of a stretch that is zoomed into', () => {
    const { strong } = plotOf({ zoom: [50_000, 51_000] }).curves[0]!;
    // One neighbour on each side, so that the line runs to the edges.
    expect(strong.map(({ x }) => x)).toEqual(Array.from({ length: 1003 }, (_, i) => 49_999 + i));
  });

  it('is smoothed before it is thinned, with the points themselves behind', () => {
    const { strong, faint } = plotOf({ smoothing: 0.98 }).curves[0]!;
    expect([strong.length, faint.length]).toEqual([pointLimit, pointLimit]);
    expect(Math.max(...strong.map(({ y }) => y))).toBeLessThan(4);
    expect(faint.some(({ y }) => y === 50)).toBe(true);
  });

  it('is read near the pointer and saved whole', () => {
    expect(nearestPoint(curve.points, spikeAt + 1.4)?.y).toBe(50);
    expect(curvesToTable('step', [curve])).toHaveLength(count + 1);
  });
});

it('leaves out what a log axis cannot show', () => {
  const points = [1, 0, -1, 10].map((y, x) => ({ x, y }));
  const { curves, y } = plotOf({ curves: [{ ...curve, points }], scale: 'log' });
  expect(curves[0]!.strong.map((point) => point.y)).toEqual([1, 10]);
  expect(y.domain[0]).toBeGreaterThan(0);
});

it('counts epochs in whole numbers, and other axes in parts', () => {
  const points = [1, 2].map((x) => ({ x, y: x }));
  expect(plotOf({ curves: [{ ...curve, points }] }).x.ticks).toEqual([1, 2]);
  const halves = points.map(({ x, y }) => ({ x: x / 2, y }));
  expect(plotOf({ curves: [{ ...curve, points: halves }] }).x.ticks).toContain(0.6);
});
