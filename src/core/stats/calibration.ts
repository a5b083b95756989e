/** Do predicted probabilities happen as often as they say? */
export interface CalibrationBin {
  low: number;
  high: number;
  count: number;
  /** Mean predicted probability in the bin. */
  predicted: number;
  /** Share of positives in the bin. */
  observed: number;
}

export interface Calibration {
  /** Bins of equal width that hold at least one row. */
  bins: CalibrationBin[];
  /** Expected calibration error: mean distance of predicted and observed, weighted by rows. */
  ece: number;
  /** Mean squared distance of the probability from what happened (0 or 1). */
  brier: number;
}

/** A probability on the border of two bins belongs to the lower, as in scikit-learn. */
export function calibration(
  scores: ArrayLike<number>,
  isPositive: ArrayLike<number | boolean>,
  binCount = 10,
): Calibration {
  const width = 1 / binCount;
  const counts = new Float64Array(binCount);
  const predicted = new Float64Array(binCount);
  const observed = new Float64Array(binCount);
  let brier = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    const happened = isPositive[i] ? 1 : 0;
    let bin = Math.min(binCount - 1, Math.max(0, Math.ceil(score * binCount) - 1));
    // Rounding of the product must not move a score over its border.
    if (bin > 0 && score <= bin * width) bin--;
    else if (bin < binCount - 1 && score > (bin + 1) * width) bin++;
    counts[bin] = (counts[bin] as number) + 1;
    predicted[bin] = (predicted[bin] as number) + score;
    observed[bin] = (observed[bin] as number) + happened;
    brier += (score - happened) ** 2;
  }
  const bins: CalibrationBin[] = [];
  let ece = 0;
  for (const [bin, count] of counts.entries()) {
    if (count === 0) continue;
    const entry = {
      low: bin * width,
      high: (bin + 1) * width,
      count,
      predicted: (predicted[bin] as number) / count,
      observed: (observed[bin] as number) / count,
    };
    ece += (count / scores.length) * Math.abs(entry.predicted - entry.observed);
    bins.push(entry);
  }
  return { bins, ece, brier: scores.length === 0 ? Number.NaN : brier / scores.length };
}
