/**
 * Weights by greedy selection with replacement: the member that helps the mean most is taken again and again, and the
 * round that was best counts. Caruana, Niculescu-Mizil, Crew and Ksikes (2004), Ensemble selection from libraries of models.
 */
import { leastShare } from './combine';

const rounds = 50;

export interface Known {
  /** Class index, or standardised number, per row. */
  truth: ArrayLike<number>;
  /** Of shares; 0 of numbers. */
  labels: number;
}

/** Mean loss of a mean of answers: minus the logarithm of the true label's share, or the squared error. */
export function lossOf(sum: ArrayLike<number>, count: number, { truth, labels }: Known): number {
  let loss = 0;
  for (let row = 0; row < truth.length; row++) {
    const known = truth[row] as number;
    if (labels > 0) loss -= Math.log(Math.max((sum[row * labels + known] as number) / count, leastShare));
    else loss += ((sum[row] as number) / count - known) ** 2;
  }
  return loss / Math.max(1, truth.length);
}

/** `members`: row-major [rows, labels] shares, or [rows] numbers. Weights that sum to 1. */
export function greedySelection(members: readonly Float32Array[], known: Known): number[] {
  const size = members[0]?.length ?? 0;
  const sum = new Float64Array(size);
  const trial = new Float64Array(size);
  const taken: number[] = [];
  let best = { loss: Number.POSITIVE_INFINITY, count: 0 };
  for (let round = 1; round <= rounds; round++) {
    let [chosen, chosenLoss] = [0, Number.POSITIVE_INFINITY];
    for (const [i, member] of members.entries()) {
      for (let at = 0; at < size; at++) trial[at] = (sum[at] as number) + (member[at] as number);
      const loss = lossOf(trial, round, known);
      if (loss < chosenLoss) [chosen, chosenLoss] = [i, loss];
    }
    const member = members[chosen] as Float32Array;
    for (let at = 0; at < size; at++) sum[at] = (sum[at] as number) + (member[at] as number);
    taken.push(chosen);
    // A round that gains less than rounding is none.
    if (chosenLoss < best.loss - 1e-12) best = { loss: chosenLoss, count: round };
  }
  const counts = members.map((_, i) => taken.slice(0, best.count).filter((one) => one === i).length);
  return counts.map((count) => count / Math.max(1, best.count));
}
