/** Curves of several runs as one: their mean, between the lowest and the highest. */
import type { Point } from '../stats/lttb';

export interface MeanPoint extends Point {
  low: number;
  high: number;
  /** So many runs had a value there. */
  count: number;
}

/** At every x of any of them, ascending, over those that have a finite value there; runs that ended sooner are no longer in it. */
export function meanCurve(curves: readonly (readonly Point[])[]): MeanPoint[] {
  const at = new Map<number, { sum: number; low: number; high: number; count: number }>();
  for (const points of curves)
    for (const { x, y } of points) {
      if (!Number.isFinite(y)) continue;
      const found = at.get(x);
      if (!found) at.set(x, { sum: y, low: y, high: y, count: 1 });
      else {
        found.sum += y;
        found.low = Math.min(found.low, y);
        found.high = Math.max(found.high, y);
        found.count++;
      }
    }
  return [...at]
    .map(([x, { sum, ...rest }]) => ({ x, y: sum / rest.count, ...rest }))
    .sort((a, b) => a.x - b.x);
}
