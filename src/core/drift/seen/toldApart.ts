/**
 * A classifier two-sample test (Lopez-Paz and Oquab 2017, arxiv.org/abs/1610.06545): where a classifier that learnt from
 * half of two sets of samples tells the other half apart better than chance does, the sets are not alike.
 */
import { permutation } from '../../random/random';
import { logGamma } from '../../stats/studentT';
import { type Points, pointsAt } from './points';
import { ridgeLogistic } from './ridgeLogistic';

export interface ToldApart {
  /** Of the held-out half, the mean of both sides' shares; chance is 0.5. */
  accuracy: number;
  /** Of so many right by chance: exact, over all ways to deal the sides out to the held-out samples. */
  pValue: number;
  /** The accuracy that chance reaches with probability `alpha` at most. */
  chance: number;
  /** How foreign each sample is, by the classifier that did not learn from it: the log of the odds. */
  scores: { before: Float64Array; now: Float64Array };
}

export function toldApart(before: Points, now: Points, alpha: number, seed = 1): ToldApart {
  const [before1, before2] = halves(before.rows, seed, 'drift/halves/before');
  const [now1, now2] = halves(now.rows, seed, 'drift/halves/now');
  const scores = { before: new Float64Array(before.rows), now: new Float64Array(now.rows) };
  for (const [learnt, held] of [
    [
      [before1, now1],
      [before2, now2],
    ],
    [
      [before2, now2],
      [before1, now1],
    ],
  ] as const) {
    const score = ridgeLogistic(pointsAt(before, learnt[0]), pointsAt(now, learnt[1]));
    spread(score(pointsAt(before, held[0])), held[0], scores.before);
    spread(score(pointsAt(now, held[1])), held[1], scores.now);
  }
  // The other classifier is for the scores alone: both together are not independent.
  const wrong = before2.reduce((sum, row) => sum + Number((scores.before[row] as number) > 0), 0);
  const right = now2.reduce((sum, row) => sum + Number((scores.now[row] as number) > 0), 0);
  const [n, m, called] = [before2.length, now2.length, wrong + right];
  const accuracyAt = (own: number) => (own / m + 1 - (called - own) / n) / 2;
  return {
    accuracy: accuracyAt(right),
    pValue: tailOf(n, m, called, right),
    chance: accuracyAt(reachedBy(n, m, called, alpha)),
    scores,
  };
}

function halves(rows: number, seed: number, stream: string): [Uint32Array, Uint32Array] {
  const order = permutation(seed, stream, 0, rows);
  const half = Math.floor(rows / 2);
  return [order.slice(0, half), order.slice(half)];
}

function spread(values: Float64Array, places: Uint32Array, into: Float64Array): void {
  for (const [i, place] of places.entries()) into[place] = values[i] as number;
}

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);

/** Of n + m, `called` drawn: the probability that `own` or more of them are of the m (Fisher's exact test, one-sided). */
export function tailOf(n: number, m: number, called: number, own: number): number {
  let sum = 0;
  const all = logChoose(n + m, called);
  for (let k = Math.min(m, called); k >= Math.max(own, called - n, 0); k--)
    sum += Math.exp(logChoose(m, k) + logChoose(n, called - k) - all);
  return Math.min(1, sum);
}

/** The most of the m that are drawn with more than probability `alpha`. */
function reachedBy(n: number, m: number, called: number, alpha: number): number {
  let own = Math.min(m, called);
  while (own > Math.max(0, called - n) && tailOf(n, m, called, own) < alpha) own--;
  return own;
}
