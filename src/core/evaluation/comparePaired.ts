/**
 * Two models on the same samples: which is nearer to the truth, and whether that could be chance. Samples that do not
 * depend on each other are compared by the exact two-sided sign test over those on which the models differ (for labels
 * this is McNemar's exact test). Samples that do are put together in blocks: a t test over the means of the blocks'
 * loss differences (Diebold & Mariano 1995, J. Bus. Econ. Stat. 13:253, with the blocks of Ibragimov & Müller 2010,
 * J. Bus. Econ. Stat. 28:453, which hold for few blocks and whatever the correlation inside them).
 */
import { studentTwoSided } from '../stats/studentT';

export interface PairedComparison {
  firstBetter: number;
  secondBetter: number;
  /** By what is tested: more samples, or the smaller mean error of the blocks. */
  firstIsBetter: boolean;
  /** Probability of a difference as large or larger if neither were better; undefined with fewer than two blocks. */
  chance?: number;
  /** Of samples put together; undefined when each stands for itself. */
  blocks?: number;
}

/**
 * `errors`: larger is worse; of labels 0 and 1. `blocks`: of each sample the number of its block; without, each stands
 * for itself. `byMean`: how large the differences are counts also then.
 */
export function comparePaired(
  firstErrors: ArrayLike<number>,
  secondErrors: ArrayLike<number>,
  blocks: ArrayLike<number> = [],
  byMean = false,
): PairedComparison {
  let [firstBetter, secondBetter] = [0, 0];
  const sums = new Map<number, { sum: number; count: number }>();
  for (let i = 0; i < firstErrors.length; i++) {
    const difference = (firstErrors[i] as number) - (secondErrors[i] as number);
    if (difference < 0) firstBetter++;
    if (difference > 0) secondBetter++;
    const { sum, count } = sums.get(blocks[i] ?? i) ?? { sum: 0, count: 0 };
    sums.set(blocks[i] ?? i, { sum: sum + difference, count: count + 1 });
  }
  const counts = { firstBetter, secondBetter };
  const single = sums.size === firstErrors.length;
  if (single && !byMean)
    return {
      ...counts,
      firstIsBetter: firstBetter > secondBetter,
      chance: signTest(firstBetter, secondBetter),
    };
  const means = Array.from(sums.values(), ({ sum, count }) => sum / count);
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  return {
    ...counts,
    firstIsBetter: mean < 0,
    chance: tTest(means, mean),
    ...(single ? {} : { blocks: means.length }),
  };
}

function tTest(means: readonly number[], mean: number): number | undefined {
  const n = means.length;
  if (n < 2) return undefined;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  // Equal to the last digit in every block: the signs are all there is.
  if (variance <= (1e-12 * mean) ** 2) return mean === 0 ? 1 : signTest(n, 0);
  return studentTwoSided(mean / Math.sqrt(variance / n), n - 1);
}

function signTest(first: number, second: number): number {
  const n = first + second;
  if (n === 0) return 1;
  const fewer = Math.min(first, second);
  // Binomial(n, 1/2) in logarithms: n may be thousands.
  let logTerm = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(n - k) - Math.log(k + 1);
  }
  return Math.min(1, 2 * tail);
}
