import { expect, it } from 'vitest';
import { BucketCurve, drawnSeries } from '../logged/bucketCurve';
import { drawnPoints, meanOfDrawn, withWindow } from './drawnPoints';

const drawn = (count: number, valueAt: (step: number) => number) => {
  const steps = Float64Array.from({ length: count }, (_, i) => i + 1);
  const curve = new BucketCurve();
  curve.add({ steps, epochs: steps.map((step) => step / 10), values: steps.map(valueAt) });
  return drawnSeries(curve.pack());
};

it('has the points of short series, over epochs or steps, and their mean', () => {
  const [a, b] = [drawn(2, (step) => step), drawn(3, (step) => 3 * step)];
  expect(drawnPoints(a, 'epoch')).toEqual([
    { x: 0.1, y: 1 },
    { x: 0.2, y: 2 },
  ]);
  expect(meanOfDrawn([a, b], 'step')).toEqual([
    { x: 1, y: 2, low: 1, high: 3, count: 2 },
    { x: 2, y: 4, low: 2, high: 6, count: 2 },
    { x: 3, y: 9, low: 9, high: 9, count: 1 },
  ]);
});

it('means long series of different lengths at places that all of them have', () => {
  const mean = meanOfDrawn([drawn(10_000, (step) => step), drawn(3_000, (step) => 3 * step)], 'step');
  const both = mean.filter(({ count }) => count === 2);
  const one = mean.filter(({ count }) => count === 1);
  expect(both.length).toBeGreaterThan(40);
  expect(one.length).toBeGreaterThan(80);
  // A stretch ends at x: its mean lies up to half a stretch of 64 steps below.
  for (const { x, y } of both) expect(Math.abs(y - 2 * x)).toBeLessThan(100);
  for (const { x, y } of one) expect(Math.abs(y - x)).toBeLessThan(33);
  expect(Math.min(...one.map(({ x }) => x))).toBeGreaterThan(2_900);
});

it('puts what a window holds in place of what was drawn there', () => {
  const whole = [1, 3, 5, 7].map((x) => ({ x, y: 0 }));
  const within = [3, 4, 5].map((x) => ({ x, y: 1 }));
  expect(withWindow(whole, within, [3, 5]).map(({ x }) => x)).toEqual([1, 3, 4, 5, 7]);
  expect(withWindow(whole, [], [3, 5])).toEqual(whole);
});
