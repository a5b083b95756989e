/**
 * How much surer of itself a mean of shares should be than it is, by rows that taught none of the members: the power of
 * its shares with the least loss. Temperature scaling: Guo, Pleiss, Sun and Weinberger (2017), On calibration of modern
 * neural networks.
 */
import type { Known } from './greedySelection';

/** Fewer rows say nothing about it. */
const fewestRows = 50;
/** In logarithms: from a third to three times as sure. */
const farthest = Math.log(3);
const rounds = 40;
/** It is thought to be within so much of 0 (in logarithms) before any row is seen. */
const spread = 0.3;

/** `logits`: row-major [rows, labels], logarithms of shares. 1: as it is. */
export function fitSharpness(logits: ArrayLike<number>, { truth, labels }: Known): number {
  const rows = truth.length;
  if (labels === 0 || rows < fewestRows) return 1;
  const loss = (log: number): number => {
    const times = Math.exp(log);
    let sum = (log / spread) ** 2 / 2;
    for (let row = 0; row < rows; row++) {
      const first = row * labels;
      let most = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < labels; k++) most = Math.max(most, times * (logits[first + k] as number));
      let all = 0;
      for (let k = 0; k < labels; k++) all += Math.exp(times * (logits[first + k] as number) - most);
      sum += Math.log(all) + most - times * (logits[first + (truth[row] as number)] as number);
    }
    return sum;
  };
  return Math.exp(goldenSection(loss, -farthest, farthest));
}

/** Where a function with one valley is least. */
function goldenSection(of: (at: number) => number, from: number, to: number): number {
  const share = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - share * (high - low), low + share * (high - low)];
  let [atA, atB] = [of(a), of(b)];
  for (let round = 0; round < rounds; round++)
    if (atA < atB) {
      [high, b, atB] = [b, a, atA];
      a = high - share * (high - low);
      atA = of(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + share * (high - low);
      atB = of(b);
    }
  return (low + high) / 2;
}
