/** Where a node is best divided: the largest fall of the loss's second-order approximation (XGBoost, Chen and Guestrin 2016, equation 7). */
import type { BinnedFeatures } from './binFeatures';
import type { Histogram } from './histogram';

export interface Sums {
  gradient: number;
  curvature: number;
  rows: number;
}

export interface Split {
  feature: number;
  /** Rows in bins up to this one go left. */
  bin: number;
  gain: number;
  left: Sums;
  right: Sums;
}

export interface SplitLimits {
  /** Rows that each side keeps at least. */
  leastRows: number;
  /** Draws what leaves answer towards nothing. */
  lambda: number;
}

/** Of each side: where all is known already, divisions follow rounding. LightGBM and scikit-learn take the same. */
const leastCurvature = 1e-3;
const worth = ({ gradient, curvature }: Sums, lambda: number): number => gradient ** 2 / (curvature + lambda);

/** Undefined where no division gains anything. Of equals the first feature, and its first bin. */
export function bestSplit(
  { offsets }: Pick<BinnedFeatures, 'offsets'>,
  histogram: Histogram,
  whole: Sums,
  asked: readonly number[],
  { leastRows, lambda }: SplitLimits,
): Split | undefined {
  const before = worth(whole, lambda);
  const leastGain = 1e-10 * Math.max(1, Math.abs(before));
  let best: Split | undefined;
  for (const feature of asked) {
    const [first, end] = [offsets[feature] as number, offsets[feature + 1] as number];
    const left = { gradient: 0, curvature: 0, rows: 0 };
    for (let at = first; at < end - 1; at++) {
      left.gradient += histogram.gradients[at] as number;
      left.curvature += histogram.curvatures[at] as number;
      left.rows += histogram.counts[at] as number;
      if (histogram.counts[at] === 0 || left.rows < leastRows) continue;
      const right = {
        gradient: whole.gradient - left.gradient,
        curvature: whole.curvature - left.curvature,
        rows: whole.rows - left.rows,
      };
      if (right.rows < leastRows) break;
      if (left.curvature < leastCurvature || right.curvature < leastCurvature) continue;
      const gain = worth(left, lambda) + worth(right, lambda) - before;
      if (gain > leastGain && (best === undefined || gain > best.gain))
        best = { feature, bin: at - first, gain, left: { ...left }, right };
    }
  }
  return best;
}
