/** How good answers with several labels are: mAP, beside probabilities that say the same of every row. */
import { randomWords } from '../random/random';
import { averagePrecisions, meanOfKnown } from '../metrics/meanAveragePrecision';
import { quantileOfSorted } from '../stats/quantile';
import type { LabelsPredictions } from '../tasks/multiLabel';
import type { Figure } from './finalFigure';

const draws = 200;
const mostDrawn = 2e5;

export function labelFigure(
  { labels, truth, probabilities }: LabelsPredictions,
  seed: number,
): Figure | undefined {
  const width = labels.length;
  const rows = truth.length / width;
  const of = (picked: ArrayLike<number>): number | undefined => {
    const [shares, there] = [new Float32Array(picked.length * width), new Int32Array(picked.length * width)];
    for (let i = 0; i < picked.length; i++) {
      const row = picked[i] as number;
      shares.set(probabilities.subarray(row * width, (row + 1) * width), i * width);
      there.set(truth.subarray(row * width, (row + 1) * width), i * width);
    }
    return meanOfKnown(averagePrecisions(shares, there, width));
  };
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const value = of(all);
  if (value === undefined) return undefined;
  // Who says the same of all rows is right as often as the label is there.
  const shares = labels.map(
    (_, label) => all.reduce((sum, row) => sum + (truth[row * width + label] as number), 0) / rows,
  );
  const free = meanOfKnown(shares.map((share) => (share > 0 ? share : Number.NaN)));
  const interval = rows >= 2 && rows * width <= mostDrawn ? bootstrap(rows, of, seed) : undefined;
  return {
    metric: 'meanAveragePrecision',
    value,
    ...interval,
    ...(free !== undefined && { free: { answer: 'the same for every row', value: free } }),
  };
}

/** Percentiles over rows drawn anew (Efron 1979). */
function bootstrap(rows: number, of: (picked: ArrayLike<number>) => number | undefined, seed: number) {
  const found = Array.from({ length: draws }, (_, draw) => {
    const words = randomWords(seed, 'labelFigure', draw, rows);
    return of(Uint32Array.from(words, (word) => Math.floor((word / 2 ** 32) * rows)));
  })
    .filter((value) => value !== undefined)
    .sort((a, b) => a - b);
  return { low: quantileOfSorted(found, 0.025), high: quantileOfSorted(found, 0.975) };
}
