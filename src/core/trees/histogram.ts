/** Sums of gradients, curvatures and rows by bin of every feature, over the rows of a node. */
import type { BinnedFeatures } from './binFeatures';

export interface Histogram {
  gradients: Float64Array<ArrayBuffer>;
  curvatures: Float64Array<ArrayBuffer>;
  counts: Float64Array<ArrayBuffer>;
}

export interface Slopes {
  /** First derivative of the loss by the score, a row. */
  gradients: Float64Array;
  /** Second. */
  curvatures: Float64Array;
}

const emptyHistogram = (bins: number): Histogram => ({
  gradients: new Float64Array(bins),
  curvatures: new Float64Array(bins),
  counts: new Float64Array(bins),
});

/** Of the features that are asked; the bins of the others stay empty. */
export function histogramOf(
  { bins, rows, offsets, width }: BinnedFeatures,
  { gradients, curvatures }: Slopes,
  of: Int32Array,
  asked: readonly number[],
): Histogram {
  const sums = emptyHistogram(offsets[width] as number);
  for (const feature of asked) {
    const [first, from] = [offsets[feature] as number, feature * rows];
    for (let i = 0; i < of.length; i++) {
      const row = of[i] as number;
      const at = first + (bins[from + row] as number);
      sums.gradients[at] = (sums.gradients[at] as number) + (gradients[row] as number);
      sums.curvatures[at] = (sums.curvatures[at] as number) + (curvatures[row] as number);
      sums.counts[at] = (sums.counts[at] as number) + 1;
    }
  }
  return sums;
}

/** What is left of a node without one of its halves, in the memory of the whole. */
export function without(whole: Histogram, half: Histogram): Histogram {
  for (const name of ['gradients', 'curvatures', 'counts'] as const) {
    const [a, b] = [whole[name], half[name]];
    for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) - (b[i] as number);
  }
  return whole;
}
