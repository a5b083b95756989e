/** What the nearest rows say: the logarithm of each class's share, or the mean of their numbers. In float64, rounded at the end. */
import type { Distance, NearestRows } from './findNearest';

export const weightings = ['uniform', 'distance'] as const;
export type Weighting = (typeof weightings)[number];

/** No class is impossible because none of a few neighbours has it; softmax gives back the shares but for this. */
export const leastShare = 1e-7;

export interface Votes {
  /** Of every stored row: a class, or a number. */
  targets: ArrayLike<number>;
  /** 0: the targets are numbers. */
  classes: number;
  neighbours: number;
  weights: Weighting;
  distance: Distance;
}

/** Row-major [rows, classes], or one number a row; of the rows [from, to). */
export function answerOfNearest(
  { most, indices, sums }: NearestRows,
  [from, to]: readonly [number, number],
  { targets, classes, neighbours, weights, distance }: Votes,
): Float32Array<ArrayBuffer> {
  const width = Math.max(classes, 1);
  const answers = new Float32Array((to - from) * width);
  const votes = new Float64Array(neighbours);
  const shares = new Float64Array(width);
  for (let row = from; row < to; row++) {
    const first = row * most;
    weigh(sums.subarray(first, first + neighbours), weights, distance, votes);
    shares.fill(0);
    let total = 0;
    for (let i = 0; i < neighbours; i++) {
      const vote = votes[i] as number;
      const target = targets[indices[first + i] as number] as number;
      if (classes > 0) shares[target] = (shares[target] as number) + vote;
      else shares[0] = (shares[0] as number) + vote * target;
      total += vote;
    }
    for (let i = 0; i < width; i++) {
      const share = Math.fround((shares[i] as number) / total);
      answers[(row - from) * width + i] =
        classes > 0 ? Math.log(Math.max(share, Math.fround(leastShare))) : share;
    }
  }
  return answers;
}

/** By distance: the inverse; where a row is met exactly, only such rows have a say. */
function weigh(sums: Float32Array, weights: Weighting, distance: Distance, votes: Float64Array): void {
  if (weights === 'uniform') votes.fill(1);
  // Nearest first: where any distance is 0, the first is.
  else if (sums[0] === 0) for (const [i, sum] of sums.entries()) votes[i] = sum === 0 ? 1 : 0;
  else
    for (const [i, sum] of sums.entries()) votes[i] = 1 / (distance === 'euclidean' ? Math.sqrt(sum) : sum);
}
