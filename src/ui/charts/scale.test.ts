import { describe, expect, it } from 'vitest';
import { linearTicks, makeScale, paddedDomain } from './scale';
import { smooth } from './smooth';

describe('scale', () => {
  it('puts ticks on round numbers inside the domain', () => {
    expect(linearTicks([0.03, 0.97], 5)).toEqual([0.2, 0.4, 0.6, 0.8]);
    expect(linearTicks([0, 100], 5)).toEqual([0, 20, 40, 60, 80, 100]);
  });

  it('labels a log axis that spans less than a decade', () => {
    expect(makeScale('log', [0.27, 0.46], [200, 0], 4).ticks).toEqual([0.3, 0.35, 0.4, 0.45]);
  });

  it('inverts itself, linear and log', () => {
    for (const kind of ['linear', 'log'] as const) {
      const scale = makeScale(kind, [0.01, 10], [200, 0], 4);
      expect(scale.toPixel(0.01)).toBeCloseTo(200);
      expect(scale.toValue(scale.toPixel(0.37))).toBeCloseTo(0.37);
      expect(scale.ticks.every((tick) => tick >= 0.01 && tick <= 10)).toBe(true);
    }
  });

  it('gives a usable domain for nothing, one value, and values a log axis cannot show', () => {
    expect(paddedDomain([], 'linear')).toEqual([0, 1]);
    const [low, high] = paddedDomain([5, 5], 'linear');
    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(5);
    expect(paddedDomain([0, -1, Number.NaN, 4], 'log')).toEqual([2, 8]);
  });
});

describe('smooth', () => {
  it('keeps a constant constant from the first point on', () => {
    const flat = Array.from({ length: 20 }, (_, x) => ({ x, y: 3 }));
    for (const point of smooth(flat, 0.9)) expect(point.y).toBeCloseTo(3);
  });
});
