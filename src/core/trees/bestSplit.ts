/** Where a node is best divided: the largest fall of the loss's second-order approximation (XGBoost, Chen and Guestrin 2016, equation 7). */
import type { BinnedFeatures } from './binFeatures';
import { type Histogram, perBin } from './histogram';

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
const worth = (gradient: number, curvature: number, lambda: number): number =>
  gradient ** 2 / (curvature + lambda);

/** Undefined where no division gains anything. Of equals the first feature, and its first bin. */
export function bestSplit(
  { offsets }: Pick<BinnedFeatures, 'offsets'>,
  histogram: Histogram,
  whole: Sums,
  asked: readonly number[],
  { leastRows, lambda }: SplitLimits,
): Split | undefined {
  const before = worth(whole.gradient, whole.curvature, lambda);
  const leastGain = 1e-10 * Math.max(1, Math.abs(before));
  let best: Split | undefined;
  for (const feature of asked) {
    const [first, end] = [offsets[feature] as number, offsets[feature + 1] as number];
    let [gradient, curvature, rows] = [0, 0, 0];
    for (let at = first; at < end - 1; at++) {
      const place = perBin * at;
      const count = histogram[place + 2] as number;
      gradient += histogram[place] as number;
      curvature += histogram[place + 1] as number;
      rows += count;
      if (count === 0 || rows < leastRows) continue;
      const others = whole.rows - rows;
      if (others < leastRows) break;
      const rest = whole.curvature - curvature;
      if (curvature < leastCurvature || rest < leastCurvature) continue;
      const gain =
        worth(gradient, curvature, lambda) + worth(whole.gradient - gradient, rest, lambda) - before;
      if (gain > leastGain && (best === undefined || gain > best.gain))
        best = {
          feature,
          bin: at - first,
          gain,
          left: { gradient, curvature, rows },
          right: { gradient: whole.gradient - gradient, curvature: rest, rows: others },
        };
    }
  }
  return best;
}
