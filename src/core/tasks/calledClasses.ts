/** Which class each row is called: the likeliest, or of two the one that is called from a probability on. */
import type { TaskSpec } from '../protocol/train';
import { largestPerRow } from '../train/probabilities';

/** In float32, as the exported file compares. */
export function calledClasses(
  { labels = [], threshold }: Pick<TaskSpec, 'labels' | 'threshold'>,
  shares: ArrayLike<number>,
): Int32Array {
  const classes = labels.length;
  const event = threshold && classes === 2 ? labels.indexOf(threshold.label) : -1;
  if (!threshold || event < 0) return largestPerRow(shares, classes);
  const from = Math.fround(threshold.from);
  return Int32Array.from({ length: shares.length / 2 }, (_, row) =>
    Math.fround(shares[2 * row + event] as number) >= from ? event : 1 - event,
  );
}
