/**
 * Two models on the same samples: which is nearer to the truth more often, and whether that could be chance. The
 * exact two-sided sign test over the samples on which they differ (for labels this is McNemar's exact test).
 */
export interface PairedComparison {
  firstBetter: number;
  secondBetter: number;
  /** Probability of a difference as large or larger if neither were better. */
  chance: number;
}

/** `errors`: larger is worse; of labels 0 and 1. */
export function comparePaired(
  firstErrors: ArrayLike<number>,
  secondErrors: ArrayLike<number>,
): PairedComparison {
  let [firstBetter, secondBetter] = [0, 0];
  for (let i = 0; i < firstErrors.length; i++) {
    const difference = (firstErrors[i] as number) - (secondErrors[i] as number);
    if (difference < 0) firstBetter++;
    if (difference > 0) secondBetter++;
  }
  return { firstBetter, secondBetter, chance: signTest(firstBetter, secondBetter) };
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
