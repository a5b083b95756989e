import type { RankedScores } from './rankScores';

export interface PrPoint {
  /** Recall. */
  x: number;
  /** Precision. */
  y: number;
  threshold: number;
}

/**
 * By falling threshold, so by rising recall. Average precision sums precision over the steps of recall, without
 * interpolation. Empty without a positive row.
 */
export function prCurve(ranked: RankedScores): { points: PrPoint[]; averagePrecision: number } {
  const { thresholds, truePositives, falsePositives, positives } = ranked;
  if (positives === 0) return { points: [], averagePrecision: Number.NaN };
  const points: PrPoint[] = [];
  let averagePrecision = 0;
  let lastRecall = 0;
  for (const [i, threshold] of thresholds.entries()) {
    const hits = truePositives[i] as number;
    const point = { x: hits / positives, y: hits / (hits + (falsePositives[i] as number)), threshold };
    averagePrecision += (point.x - lastRecall) * point.y;
    lastRecall = point.x;
    points.push(point);
  }
  return { points, averagePrecision };
}
