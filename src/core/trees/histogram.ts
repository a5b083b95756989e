/** Sums of gradients, curvatures and rows by bin of every feature, over the rows of a node. */
import type { BinnedFeatures } from './binFeatures';

/** By bin: gradients, curvatures, rows, side by side, so that a row touches one place. */
export type Histogram = Float64Array<ArrayBuffer>;

export const perBin = 3;

export interface Slopes {
  /** First derivative of the loss by the score, a row. */
  gradients: Float64Array;
  /** Second. */
  curvatures: Float64Array;
}

/** Of the features that are asked; the bins of the others stay empty. */
export function histogramOf(
  { bins, rows, offsets, width }: BinnedFeatures,
  { gradients, curvatures }: Slopes,
  of: Int32Array,
  asked: readonly number[],
): Histogram {
  const sums = new Float64Array(perBin * (offsets[width] as number));
  // In the order of the rows, once for all features.
  const [steep, bent] = [new Float64Array(of.length), new Float64Array(of.length)];
  for (let i = 0; i < of.length; i++) {
    steep[i] = gradients[of[i] as number] as number;
    bent[i] = curvatures[of[i] as number] as number;
  }
  for (const feature of asked) {
    const [first, from] = [perBin * (offsets[feature] as number), feature * rows];
    const own = bins.subarray(from, from + rows);
    for (let i = 0; i < of.length; i++) {
      const at = first + perBin * (own[of[i] as number] as number);
      sums[at] = (sums[at] as number) + (steep[i] as number);
      sums[at + 1] = (sums[at + 1] as number) + (bent[i] as number);
      sums[at + 2] = (sums[at + 2] as number) + 1;
    }
  }
  return sums;
}

/** What is left of a node without one of its halves, in the memory of the whole. */
export function without(whole: Histogram, half: Histogram): Histogram {
  for (let i = 0; i < whole.length; i++) whole[i] = (whole[i] as number) - (half[i] as number);
  return whole;
}
