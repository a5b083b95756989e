/** The best place between the values of a feature; missing ones go where that gains more (Chen and Guestrin 2016, algorithm 3). */
import type { BinnedFeatures } from './binFeatures';
import { type Division, gainOf, type Split } from './gain';
import { type Histogram, perBin } from './histogram';

export function bestOfNumbers(
  { offsets, natures }: Pick<BinnedFeatures, 'offsets' | 'natures'>,
  histogram: Histogram,
  division: Division,
  feature: number,
): Split | undefined {
  const { missingBin, mayMiss } = natures[feature] ?? {};
  const [first, end] = [offsets[feature] as number, offsets[feature + 1] as number];
  if (missingBin === undefined)
    return withDirection(scan(histogram, division, feature, [first, end - 1]), mayMiss);
  const place = perBin * (first + missingBin);
  const missing = {
    gradient: histogram[place] as number,
    curvature: histogram[place + 1] as number,
    rows: histogram[place + 2] as number,
  };
  const present: [number, number] = [first, first + missingBin - 1];
  if (missing.rows === 0) return withDirection(scan(histogram, division, feature, present), true);
  // All that are present may be one side.
  const right = scan(histogram, division, feature, [first, first + missingBin]);
  const left = scan(histogram, division, feature, present, missing);
  if (!left || (right && right.gain >= left.gain)) return right;
  return { ...left, missingLeft: true };
}

/** Where none was missing, those to come go with the most. */
const withDirection = (split: Split | undefined, mayMiss: true | undefined): Split | undefined =>
  split && mayMiss && split.left.rows > split.right.rows ? { ...split, missingLeft: true } : split;

const nothing = { gradient: 0, curvature: 0, rows: 0 };

/** Over the borders after the bins [from, to). `begun`: what is left from the start. */
function scan(
  histogram: Histogram,
  division: Division,
  feature: number,
  [from, to]: readonly [number, number],
  begun = nothing,
): Split | undefined {
  const { whole, leastGain, limits } = division;
  let { gradient, curvature, rows } = begun;
  let [bestGain, bestAt, best] = [leastGain, -1, nothing];
  for (let at = from; at < to; at++) {
    const place = perBin * at;
    const count = histogram[place + 2] as number;
    gradient += histogram[place] as number;
    curvature += histogram[place + 1] as number;
    rows += count;
    if (count === 0 || rows < limits.leastRows) continue;
    if (whole.rows - rows < limits.leastRows) break;
    const gain = gainOf(division, feature, gradient, curvature);
    if (gain > bestGain) [bestGain, bestAt, best] = [gain, at, { gradient, curvature, rows }];
  }
  if (bestAt < 0) return undefined;
  return {
    feature,
    bin: bestAt - from,
    gain: bestGain,
    left: best,
    right: {
      gradient: whole.gradient - best.gradient,
      curvature: whole.curvature - best.curvature,
      rows: whole.rows - best.rows,
    },
  };
}
