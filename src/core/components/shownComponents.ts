/** Principal components as people look at them: how much of the variance lies along each, and what each is made of. */
import type { FittedPipeline } from '../transforms/pipeline';
import type { Components } from './components';

export interface ShownComponents {
  /** By component, the largest first, of all that there are: its share of the variance. */
  shares: number[];
  /** So many of them are kept. */
  kept: number;
  /** The prepared columns. */
  names: string[];
  /** By component that is kept, by column: its part of a direction of length 1. */
  weights: number[][];
}

export function shownComponents(
  { width, count, axes }: Components,
  variances: readonly number[],
  { features }: Pick<FittedPipeline, 'features'>,
): ShownComponents {
  const total = variances.reduce((sum, value) => sum + value, 0);
  const named = features.flatMap(({ outputNames }) => outputNames);
  return {
    shares: variances.map((value) => (total > 0 ? value / total : 0)),
    kept: count,
    names: Array.from({ length: width }, (_, i) => named[i] ?? `value ${i + 1}`),
    weights: Array.from({ length: count }, (_, which) => [
      ...axes.subarray(which * width, (which + 1) * width),
    ]),
  };
}
