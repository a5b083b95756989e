import type { Point } from '#/core/stats/lttb';

/** Exponential moving average with the start corrected, so the first points are not dragged to zero. */
export function smooth<T extends Point>(points: readonly T[], weight: number): T[] {
  if (weight <= 0) return points.slice();
  let sum = 0;
  let mass = 0;
  return points.map((point) => {
    sum = sum * weight + point.y * (1 - weight);
    mass = mass * weight + (1 - weight);
    return { ...point, y: sum / mass };
  });
}
