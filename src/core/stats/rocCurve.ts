import type { RankedScores } from './rankScores';

export interface RocPoint {
  /** False positive rate. */
  x: number;
  /** True positive rate. */
  y: number;
  threshold: number;
}

/** From (0, 0), where nothing is called positive, to (1, 1). Empty when one of the two sides has no rows. */
export function rocCurve(ranked: RankedScores): { points: RocPoint[]; auc: number } {
  const { thresholds, truePositives, falsePositives, positives, negatives } = ranked;
  if (positives === 0 || negatives === 0) return { points: [], auc: Number.NaN };
  const points: RocPoint[] = [{ x: 0, y: 0, threshold: Number.POSITIVE_INFINITY }];
  let auc = 0;
  for (const [i, threshold] of thresholds.entries()) {
    const last = points[i] as RocPoint;
    const point = {
      x: (falsePositives[i] as number) / negatives,
      y: (truePositives[i] as number) / positives,
      threshold,
    };
    auc += (point.x - last.x) * ((point.y + last.y) / 2);
    points.push(point);
  }
  return { points, auc };
}
