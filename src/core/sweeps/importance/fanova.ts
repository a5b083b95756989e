/**
 * Functional analysis of variance of a forest over the unit cube (Hutter, Hoos and Leyton-Brown 2014): how much of the
 * variance of what it predicts is due to each parameter by itself, whatever the others are.
 */
import { randomWords } from '../../random/random';
import { growTree, type Leaf } from './regressionTree';

export type Forest = readonly Leaf[][];

const trees = 24;
const mostRows = 400;

export function growForest(
  points: readonly (readonly number[])[],
  values: readonly number[],
  seed = 0,
): Forest {
  const rows = Math.min(values.length, mostRows);
  return Array.from({ length: trees }, (_, tree) => {
    const words = randomWords(seed, 'sweep/forest', tree, rows);
    const drawn = Array.from(words, (word) => Math.floor((word / 2 ** 32) * values.length));
    return growTree(points, values, drawn);
  });
}

const volumeOf = ({ low, high }: Leaf, but = -1): number =>
  low.reduce((volume, from, at) => (at === but ? volume : volume * ((high[at] as number) - from)), 1);

/** Of one tree: where the mean over all other parameters changes, and what it is from there. */
export function marginalOf(
  leaves: readonly Leaf[],
  dimension: number,
): { from: number; to: number; mean: number }[] {
  const ends = [
    ...new Set(leaves.flatMap(({ low, high }) => [low[dimension] as number, high[dimension] as number])),
  ];
  ends.sort((a, b) => a - b);
  const means = new Float64Array(ends.length - 1);
  const placeOf = new Map(ends.map((end, at) => [end, at]));
  for (const leaf of leaves) {
    const part = leaf.value * volumeOf(leaf, dimension);
    const last = placeOf.get(leaf.high[dimension] as number) as number;
    for (let at = placeOf.get(leaf.low[dimension] as number) as number; at < last; at++)
      means[at] = (means[at] as number) + part;
  }
  return Array.from(means, (mean, at) => ({ from: ends[at] as number, to: ends[at + 1] as number, mean }));
}

/** Of each parameter, by itself: shares of the variance, the mean over the trees. What is left are interactions. */
export function importances(forest: Forest, dimensions: number): number[] {
  const shares = new Array<number>(dimensions).fill(0);
  let counted = 0;
  for (const leaves of forest) {
    const mean = leaves.reduce((sum, leaf) => sum + leaf.value * volumeOf(leaf), 0);
    const whole = leaves.reduce((sum, leaf) => sum + (leaf.value - mean) ** 2 * volumeOf(leaf), 0);
    if (!(whole > 1e-18)) continue;
    counted++;
    for (let at = 0; at < dimensions; at++) {
      const own = marginalOf(leaves, at).reduce(
        (sum, part) => sum + (part.mean - mean) ** 2 * (part.to - part.from),
        0,
      );
      shares[at] = (shares[at] as number) + own / whole;
    }
  }
  return shares.map((share) => (counted === 0 ? 0 : share / counted));
}

/** What the forest predicts at a place of one parameter, whatever the others are. */
export function marginalAt(forest: Forest, dimension: number, at: number): number {
  const means = forest.map((leaves) =>
    leaves.reduce((sum, leaf) => {
      const [low, high] = [leaf.low[dimension] as number, leaf.high[dimension] as number];
      const here = at >= low && (at < high || (high === 1 && at === 1));
      return here ? sum + leaf.value * volumeOf(leaf, dimension) : sum;
    }, 0),
  );
  return means.reduce((a, b) => a + b, 0) / means.length;
}
