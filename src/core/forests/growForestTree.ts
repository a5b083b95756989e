/**
 * One tree of a forest, the left half first: at each node some features are drawn, and the best of their places divides
 * it, until rows are alike or too few. No leaf is drawn towards anything.
 */
import type { WordsOfTree } from './drawWords';
import type { ForestTree } from './forest';
import { answerOf, impurityOf, type NodePiece, type NodeSums, sumsOf, type TargetRows } from './nodeRows';
import type { NodeSplit, Splitter } from './nodeSplit';

export interface ForestTreeSettings {
  /** Questions one after the other at most. */
  depth: number;
  /** Rows that each side keeps at least. */
  leastRows: number;
  /** How many features that divide the rows are looked at in each node. */
  tried: number;
  /** Grown beyond so many nodes it is given up. */
  mostNodes?: number;
}

/** Told how many values were looked at; lets messages in. */
export type Worked = (values: number) => Promise<void>;

interface Open extends NodePiece {
  node: number;
  depth: number;
  sums: NodeSums;
}

const workAtOnce = 2 ** 18;

/** `order`: the rows it is grown on, at least one, as often as they were drawn; is put in the order of the leaves. `values`: row-major [rows, width]. */
export async function growForestTree(
  values: Float32Array,
  width: number,
  of: TargetRows,
  order: Int32Array,
  splitter: Splitter,
  words: WordsOfTree,
  settings: ForestTreeSettings,
  worked: Worked,
): Promise<ForestTree> {
  const tree: ForestTree = {
    features: [],
    thresholds: [],
    left: [],
    right: [],
    answers: [],
    rows: [],
    impurities: [],
  };
  const features = Int32Array.from({ length: width }, (_, i) => i);
  let work = 0;
  const open: Open[] = [];
  const add = (piece: NodePiece, depth: number): number => {
    const sums = sumsOf(of, order, piece);
    const node = tree.features.length;
    tree.features.push(-1);
    tree.thresholds.push(0);
    tree.left.push(0);
    tree.right.push(0);
    tree.rows.push(sums.rows);
    tree.impurities.push(impurityOf(sums, of.classes));
    for (const value of answerOf(sums, of.classes)) tree.answers.push(value);
    open.push({ ...piece, node, depth, sums });
    return node;
  };
  add({ from: 0, to: order.length }, 0);
  const { mostNodes = Number.POSITIVE_INFINITY } = settings;
  for (let next = open.pop(); next && tree.features.length <= mostNodes; next = open.pop()) {
    const { node, depth, sums } = next;
    const mayDivide = depth < settings.depth && !sums.alike && sums.rows >= 2 * settings.leastRows;
    const split = mayDivide ? bestOf(features, words, splitter, order, next, settings.tried) : undefined;
    if (!split) continue;
    work += sums.rows * (settings.tried + 2);
    if (work > workAtOnce) {
      await worked(work);
      work = 0;
    }
    const middle = divide(values, width, order, next, split);
    tree.features[node] = split.feature;
    tree.thresholds[node] = split.threshold;
    tree.left[node] = add({ from: next.from, to: middle }, depth + 1);
    tree.right[node] = add({ from: middle, to: next.to }, depth + 1);
  }
  await worked(work);
  return tree;
}

/** Features are drawn until enough of them divide the rows, or none is left. Of equals the one drawn first. */
function bestOf(
  features: Int32Array,
  words: WordsOfTree,
  splitter: Splitter,
  order: Int32Array,
  open: Open,
  tried: number,
): NodeSplit | undefined {
  let best: NodeSplit | undefined;
  let dividing = 0;
  for (let at = 0; at < features.length && dividing < tried; at++) {
    const drawn = at + (tried < features.length ? words.below(features.length - at) : 0);
    const feature = features[drawn] as number;
    features[drawn] = features[at] as number;
    features[at] = feature;
    const split = splitter.best(feature, order, open, open.sums);
    if (!split) continue;
    dividing++;
    if (!best || split.score > best.score) best = split;
  }
  return best;
}

/** Where the right side begins. */
function divide(
  values: Float32Array,
  width: number,
  order: Int32Array,
  { from, to }: NodePiece,
  { feature, threshold }: NodeSplit,
): number {
  let [low, high] = [from, to - 1];
  while (low <= high) {
    const row = order[low] as number;
    if ((values[row * width + feature] as number) <= threshold) low++;
    else {
      order[low] = order[high] as number;
      order[high--] = row;
    }
  }
  return low;
}
