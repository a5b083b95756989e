import { describe, expect, it } from 'vitest';
import { lttb } from './lttb';

const wave = (count: number) => Array.from({ length: count }, (_, x) => ({ x, y: Math.sin(x / 50) }));

describe('lttb', () => {
  it('returns short curves as they are, in a new array', () => {
    const points = wave(10);
    expect(lttb(points, 10)).toEqual(points);
    expect(lttb(points, 10)).not.toBe(points);
    expect(lttb([], 100)).toEqual([]);
  });

  it('gives exactly the limit, in order, with both ends', () => {
    const points = wave(100_003);
    const thin = lttb(points, 2000);
    expect(thin).toHaveLength(2000);
    expect(thin[0]).toBe(points[0]);
    expect(thin.at(-1)).toBe(points.at(-1));
    expect(thin.every((p, i) => i === 0 || p.x > (thin[i - 1]?.x ?? Infinity))).toBe(true);
  });

  it('keeps a single spike that a stride would drop', () => {
    const points = wave(50_000);
    points[33_333] = { x: 33_333, y: 40 };
    expect(lttb(points, 300).some((p) => p.y === 40)).toBe(true);
  });
});
