/**
 * The best set of categories to go left: sorted by what they ask for, it is found along that order (Fisher 1958; as
 * LightGBM has it, Ke et al. 2017). Those with few rows go with the others, and so does what was never seen.
 */
import type { BinnedFeatures } from './binFeatures';
import { type Division, gainOf, type Split, type Sums } from './gain';
import { type Histogram, perBin } from './histogram';

/** Rows that a category must have here to be told apart, and by which its slope is drawn to nothing in the order. */
const leastCategoryRows = 10;
/** Of a set. */
const mostMembers = 32;
/** Added to lambda where a category need not stand for itself: sets are many, and one of them fits by chance. */
const setLambda = 10;
const fewCategories = 4;

export function bestOfSets(
  { offsets }: Pick<BinnedFeatures, 'offsets'>,
  histogram: Histogram,
  division: Division,
  feature: number,
): Split | undefined {
  const { whole, limits } = division;
  const first = offsets[feature] as number;
  const bins = (offsets[feature + 1] as number) - first;
  const at = (bin: number): Sums => {
    const place = perBin * (first + bin);
    return {
      gradient: histogram[place] as number,
      curvature: histogram[place + 1] as number,
      rows: histogram[place + 2] as number,
    };
  };
  const least = Math.min(leastCategoryRows, limits.leastRows);
  const known: { bin: number; sums: Sums; slope: number }[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const sums = at(bin);
    if (sums.rows >= least)
      known.push({ bin, sums, slope: sums.gradient / (sums.curvature + leastCategoryRows) });
  }
  if (known.length === 0) return undefined;
  known.sort((a, b) => a.slope - b.slope || a.bin - b.bin);
  const drawn =
    known.length > fewCategories
      ? { ...division, limits: { ...limits, lambda: limits.lambda + setLambda } }
      : division;
  const most = Math.min(mostMembers, Math.ceil(known.length / 2));
  let [bestGain, bestCount, bestFrom, best] = [
    division.leastGain,
    0,
    0,
    { gradient: 0, curvature: 0, rows: 0 },
  ];
  for (const from of [0, 1]) {
    const sums = { gradient: 0, curvature: 0, rows: 0 };
    for (let count = 1; count <= most; count++) {
      const one = known[from === 0 ? count - 1 : known.length - count]?.sums as Sums;
      sums.gradient += one.gradient;
      sums.curvature += one.curvature;
      sums.rows += one.rows;
      if (sums.rows < limits.leastRows) continue;
      if (whole.rows - sums.rows < limits.leastRows) break;
      const gain = gainOf(drawn, feature, sums.gradient, sums.curvature);
      if (gain > bestGain) [bestGain, bestCount, bestFrom, best] = [gain, count, from, { ...sums }];
    }
  }
  if (bestCount === 0) return undefined;
  const members = new Uint8Array(bins);
  for (let i = 0; i < bestCount; i++)
    members[known[bestFrom === 0 ? i : known.length - 1 - i]?.bin as number] = 1;
  return {
    feature,
    bin: 0,
    members,
    gain: bestGain,
    left: best,
    right: {
      gradient: whole.gradient - best.gradient,
      curvature: whole.curvature - best.curvature,
      rows: whole.rows - best.rows,
    },
  };
}
