import type { RankedScores } from './rankScores';

export interface ThresholdMetrics {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
  precision: number;
  recall: number;
  f1: number;
  accuracy: number;
  falsePositiveRate: number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** What calling every score of at least `threshold` positive gives. */
export function thresholdMetrics(ranked: RankedScores, threshold: number): ThresholdMetrics {
  const { thresholds, positives, negatives } = ranked;
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((thresholds[middle] as number) >= threshold) low = middle + 1;
    else high = middle;
  }
  const truePositives = low === 0 ? 0 : (ranked.truePositives[low - 1] as number);
  const falsePositives = low === 0 ? 0 : (ranked.falsePositives[low - 1] as number);
  const falseNegatives = positives - truePositives;
  const trueNegatives = negatives - falsePositives;
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, positives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    accuracy: share(truePositives + trueNegatives, positives + negatives),
    falsePositiveRate: share(falsePositives, negatives),
  };
}
