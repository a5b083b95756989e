/**
 * One tree by histograms, best leaf first (Ke et al. 2017): the leaf whose division gains most is divided next, until
 * there are leaves enough. The larger half's histogram is what the smaller one leaves of their parent's.
 */
import { bestSplit, type Split, type SplitLimits, type Sums } from './bestSplit';
import type { BinnedFeatures } from './binFeatures';
import { type Histogram, type Slopes, without } from './histogram';
import type { Histograms } from './histogramLoops';
import type { GrownTree } from './trees';

export interface TreeSettings extends SplitLimits {
  leaves: number;
  depth: number;
  /** What every leaf's answer is taken by. */
  rate: number;
}

interface Leaf {
  node: number;
  depth: number;
  rows: Int32Array;
  sums: Sums;
  histogram?: Histogram;
  split?: Split;
}

/** Told how much was summed; lets messages in. */
export type Worked = (additions: number) => Promise<void>;

/** `histograms`: of what is binned. `rows`: those it is grown on, at least one. `asked`: features it may ask. */
export async function growTree(
  binned: BinnedFeatures,
  histograms: Histograms,
  slopes: Slopes,
  rows: Int32Array,
  asked: readonly number[],
  settings: TreeSettings,
  worked: Worked,
): Promise<GrownTree> {
  const tree: GrownTree = { features: [], thresholds: [], left: [], right: [], values: [] };
  const addLeaf = (of: Int32Array, sums: Sums, depth: number): Leaf => {
    const value = (-sums.gradient / (sums.curvature + settings.lambda || 1)) * settings.rate;
    for (const [name, given] of [
      ['features', -1],
      ['thresholds', 0],
      ['left', 0],
      ['right', 0],
      ['values', Math.fround(value)],
    ] as const)
      tree[name].push(given);
    return { node: tree.features.length - 1, depth, rows: of, sums };
  };
  const look = (leaf: Leaf, histogram: Histogram) => {
    const mayDivide = leaf.depth < settings.depth && leaf.rows.length >= 2 * settings.leastRows;
    leaf.split = mayDivide ? bestSplit(binned, histogram, leaf.sums, asked, settings) : undefined;
    // What is not divided needs no histogram any more.
    leaf.histogram = leaf.split && histogram;
  };
  const measure = async (of: Int32Array): Promise<Histogram> => {
    await worked(of.length * asked.length);
    return histograms(slopes, of, asked);
  };

  const root = addLeaf(rows, sumsOf(slopes, rows), 0);
  look(root, await measure(rows));
  const open = root.split ? [root] : [];
  for (let leaves = 1; leaves < settings.leaves && open.length > 0; leaves++) {
    const leaf = takeBest(open);
    const { split, histogram } = leaf;
    if (!split || !histogram) break;
    const [toLeft, toRight] = divided(binned, leaf.rows, split);
    tree.features[leaf.node] = split.feature;
    tree.thresholds[leaf.node] = binned.borders[split.feature]?.[split.bin] as number;
    tree.values[leaf.node] = 0;
    const left = addLeaf(toLeft, split.left, leaf.depth + 1);
    const right = addLeaf(toRight, split.right, leaf.depth + 1);
    tree.left[leaf.node] = left.node;
    tree.right[leaf.node] = right.node;
    const [smaller, larger] = toLeft.length <= toRight.length ? [left, right] : [right, left];
    const sums = await measure(smaller.rows);
    look(larger, without(histogram, sums));
    look(smaller, sums);
    open.push(...[left, right].filter((one) => one.split));
  }
  return tree;
}

function sumsOf({ gradients, curvatures }: Slopes, rows: Int32Array): Sums {
  const sums = { gradient: 0, curvature: 0, rows: rows.length };
  for (const row of rows) {
    sums.gradient += gradients[row] as number;
    sums.curvature += curvatures[row] as number;
  }
  return sums;
}

/** Of equals the one that was made first. */
function takeBest(open: Leaf[]): Leaf {
  let at = 0;
  for (let i = 1; i < open.length; i++)
    if ((open[i]?.split?.gain ?? 0) > (open[at]?.split?.gain ?? 0)) at = i;
  return open.splice(at, 1)[0] as Leaf;
}

function divided({ bins, rows: all }: BinnedFeatures, rows: Int32Array, { feature, bin, left }: Split) {
  const [toLeft, toRight] = [new Int32Array(left.rows), new Int32Array(rows.length - left.rows)];
  let [l, r] = [0, 0];
  for (const row of rows)
    if ((bins[feature * all + row] as number) <= bin) toLeft[l++] = row;
    else toRight[r++] = row;
  return [toLeft, toRight] as const;
}
