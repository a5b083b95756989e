import type { Point } from '#/core/stats/lttb';

/** Exponential moving average with the start corrected, so the first points are not dragged to zero. */
export function smooth(points: readonly Point[], weight: number): Point[] {
  if (weight <= 0) return points.slice();
  let sum = 0;
  let mass = 0;
  return points.map(({ x, y }) => {
    sum = sum * weight + y * (1 - weight);
    mass = mass * weight + (1 - weight);
    return { x, y: sum / mass };
  });
}
