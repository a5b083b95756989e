/**
 * Scores of one class against the rest, sorted once: the counts of true and false positives at every distinct
 * threshold, from which the ROC curve, the precision-recall curve and the metrics at a threshold are read.
 */
export interface RankedScores {
  /** Distinct scores, descending. A row is positive when its score is at least the threshold. */
  thresholds: Float64Array;
  /** At each threshold. */
  truePositives: Uint32Array;
  falsePositives: Uint32Array;
  positives: number;
  negatives: number;
}

export function rankScores(scores: ArrayLike<number>, isPositive: ArrayLike<number | boolean>): RankedScores {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  const thresholds = new Float64Array(order.length);
  const truePositives = new Uint32Array(order.length);
  const falsePositives = new Uint32Array(order.length);
  let distinct = 0;
  let hits = 0;
  for (const [place, at] of order.entries()) {
    if (isPositive[at]) hits++;
    const score = scores[at] as number;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === score) continue;
    thresholds[distinct] = score;
    truePositives[distinct] = hits;
    falsePositives[distinct] = place + 1 - hits;
    distinct++;
  }
  return {
    thresholds: thresholds.slice(0, distinct),
    truePositives: truePositives.slice(0, distinct),
    falsePositives: falsePositives.slice(0, distinct),
    positives: hits,
    negatives: order.length - hits,
  };
}
