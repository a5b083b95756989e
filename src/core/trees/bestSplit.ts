/** Where a node is best divided: the largest fall of the loss's second-order approximation (XGBoost, Chen and Guestrin 2016, equation 7). */
import type { BinnedFeatures } from './binFeatures';
import { bestOfNumbers } from './bestOfNumbers';
import { bestOfSets } from './bestOfSets';
import {
  answerOf,
  type Bounds,
  type Division,
  lossOf,
  type Split,
  type SplitLimits,
  type Sums,
  worth,
} from './gain';
import type { Histogram } from './histogram';

/** Undefined where no division gains anything. Of equals the first feature, and its first bin. */
export function bestSplit(
  binned: Pick<BinnedFeatures, 'offsets' | 'natures'>,
  histogram: Histogram,
  whole: Sums,
  asked: readonly number[],
  limits: SplitLimits,
  bounds?: Bounds,
): Split | undefined {
  const { lambda } = limits;
  const before = bounds
    ? lossOf(whole.gradient, whole.curvature + lambda, answerOf(whole, lambda, bounds))
    : worth(whole.gradient, whole.curvature, lambda);
  const division: Division = {
    whole,
    before,
    leastGain: 1e-10 * Math.max(1, Math.abs(before)),
    limits,
    bounds,
  };
  let best: Split | undefined;
  for (const feature of asked) {
    const of = binned.natures[feature]?.binOfCode ? bestOfSets : bestOfNumbers;
    const found = of(binned, histogram, division, feature);
    if (found && (best === undefined || found.gain > best.gain)) best = found;
  }
  return best;
}
