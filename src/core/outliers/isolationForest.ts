/**
 * How few questions at random set a row apart (Liu, Ting and Zhou 2008): a row that is alone after few is odd. A leaf says
 * minus the length of the way there over what is usual, so that the mean of all trees is the logarithm of the score.
 */
import type { ForestTree } from '../forests/forest';
import { WordsOfTree } from '../forests/drawWords';
import type { Rows } from '../clusters/rows';

export interface IsolationSettings {
  trees: number;
  /** Rows that a tree sees. */
  rowsPerTree: number;
  seed: number;
}

/** The mean length of the way to a row among so many, in a tree cut at random. */
export function usualDepth(rows: number): number {
  if (rows <= 1) return 0;
  if (rows === 2) return 1;
  return 2 * (Math.log(rows - 1) + 0.5772156649015329) - (2 * (rows - 1)) / rows;
}

export function isolationTree(
  { rows, width, features }: Rows,
  { rowsPerTree, seed }: IsolationSettings,
  number: number,
): ForestTree {
  const words = new WordsOfTree(seed, 'isolation', number);
  const count = Math.min(rowsPerTree, rows);
  const order = drawn(words, rows, count);
  const deepest = Math.ceil(Math.log2(Math.max(2, count)));
  const usual = Math.max(usualDepth(count), 1e-9);
  const tree: ForestTree = {
    features: [],
    thresholds: [],
    left: [],
    right: [],
    answers: [],
    rows: [],
    impurities: [],
  };
  const grow = (from: number, to: number, depth: number): number => {
    const node = tree.features.length;
    const size = to - from;
    tree.features.push(-1);
    tree.thresholds.push(0);
    tree.left.push(0);
    tree.right.push(0);
    tree.answers.push(-(depth + usualDepth(size)) / usual);
    tree.rows.push(size);
    tree.impurities.push(0);
    if (size <= 1 || depth >= deepest) return node;
    const cut = cutOf(words, features, width, order.subarray(from, to));
    if (!cut) return node;
    const middle = from + divide(order.subarray(from, to), features, width, cut);
    tree.features[node] = cut.feature;
    tree.thresholds[node] = cut.threshold;
    tree.left[node] = grow(from, middle, depth + 1);
    tree.right[node] = grow(middle, to, depth + 1);
    return node;
  };
  grow(0, count, 0);
  return tree;
}

/** So many different rows. */
function drawn(words: WordsOfTree, rows: number, count: number): Int32Array {
  if (count === rows) return Int32Array.from({ length: rows }, (_, row) => row);
  const chosen = new Set<number>();
  // Floyd 1987: the last ones first, each once.
  for (let last = rows - count; last < rows; last++) {
    const row = words.below(last + 1);
    chosen.add(chosen.has(row) ? last : row);
  }
  return Int32Array.from(chosen);
}

interface Cut {
  feature: number;
  threshold: number;
}

/** A place at random between the least and the largest value of a column at random, of those that differ. */
function cutOf(words: WordsOfTree, features: Float32Array, width: number, rows: Int32Array): Cut | undefined {
  const untried = Int32Array.from({ length: width }, (_, i) => i);
  for (let left = width; left > 0; left--) {
    const at = words.below(left);
    const feature = untried[at] as number;
    untried[at] = untried[left - 1] as number;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      const value = features[row * width + feature] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(high > low)) continue;
    // Left is what is not above: the largest stays on the right.
    const threshold = Math.fround(low + (high - low) * (words.below(2 ** 24) / 2 ** 24));
    return { feature, threshold: threshold < high ? threshold : low };
  }
  return undefined;
}

/** Those that go left to the front; how many. */
function divide(
  rows: Int32Array,
  features: Float32Array,
  width: number,
  { feature, threshold }: Cut,
): number {
  let [front, back] = [0, rows.length - 1];
  while (front <= back) {
    const row = rows[front] as number;
    if ((features[row * width + feature] as number) <= threshold) front++;
    else {
      rows[front] = rows[back] as number;
      rows[back--] = row;
    }
  }
  return front;
}
