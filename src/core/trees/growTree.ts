/**
 * One tree by histograms, best leaf first (Ke et al. 2017): the leaf whose division gains most is divided next, until
 * there are leaves enough. The larger half's histogram is what the smaller one leaves of their parent's.
 */
import { bestSplit } from './bestSplit';
import { answerOf, type Bounds, type Split, type SplitLimits, type Sums } from './gain';
import type { BinnedFeatures } from './binFeatures';
import { aboveAll, type Derived } from './derived';
import { type Histogram, type Slopes, without } from './histogram';
import type { Histograms } from './histogramLoops';
import type { Grown, GrownTree } from './trees';

export interface TreeSettings extends SplitLimits {
  leaves: number;
  depth: number;
  /** What every leaf's answer is taken by. */
  rate: number;
  /** How answers may go with features, 1 up, -1 down. Absent: as they like. */
  signs?: Int8Array;
  /** What the leaf of these rows answers, where the slopes do not say it. */
  answer?(rows: Int32Array): number;
}

interface Leaf {
  node: number;
  depth: number;
  rows: Int32Array;
  sums: Sums;
  bounds?: Bounds;
  histogram?: Histogram;
  split?: Split;
}

/** Told how much was summed; lets messages in. */
export type Worked = (additions: number) => Promise<void>;

/** `histograms`: of what is binned. `rows`: those it is grown on, at least one. `asked`: features it may ask. `derive`: the feature that is this one. */
export async function growTree(
  binned: BinnedFeatures,
  histograms: Histograms,
  slopes: Slopes,
  rows: Int32Array,
  asked: readonly number[],
  settings: TreeSettings,
  worked: Worked,
  derive: (derived: Derived) => number = () => 0,
): Promise<Grown> {
  const tree: GrownTree = { features: [], thresholds: [], left: [], right: [], values: [] };
  const leaves = new Map<number, Int32Array>();
  const addLeaf = (of: Int32Array, sums: Sums, depth: number, bounds: Bounds | undefined): Leaf => {
    const value = answerOf(sums, settings.lambda, bounds) * settings.rate;
    for (const [name, given] of [
      ['features', -1],
      ['thresholds', 0],
      ['left', 0],
      ['right', 0],
      ['values', Math.fround(value)],
    ] as const)
      tree[name].push(given);
    const node = tree.features.length - 1;
    leaves.set(node, of);
    return { node, depth, rows: of, sums, ...(bounds && { bounds }) };
  };
  const look = (leaf: Leaf, histogram: Histogram) => {
    const mayDivide = leaf.depth < settings.depth && leaf.rows.length >= 2 * settings.leastRows;
    leaf.split = mayDivide
      ? bestSplit(binned, histogram, leaf.sums, asked, settings, leaf.bounds)
      : undefined;
    // What is not divided needs no histogram any more.
    leaf.histogram = leaf.split && histogram;
  };
  const measure = async (of: Int32Array): Promise<Histogram> => {
    await worked(of.length * asked.length);
    return histograms(slopes, of, asked);
  };

  const { signs } = settings;
  const free = signs && { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, signs };
  const root = addLeaf(rows, sumsOf(slopes, rows), 0, free);
  look(root, await measure(rows));
  const open = root.split ? [root] : [];
  for (let count = 1; count < settings.leaves && open.length > 0; count++) {
    const leaf = takeBest(open);
    const { split, histogram } = leaf;
    if (!split || !histogram) break;
    const [toLeft, toRight] = divided(binned, leaf.rows, split);
    [tree.features[leaf.node], tree.thresholds[leaf.node]] = question(binned, split, derive);
    tree.values[leaf.node] = 0;
    leaves.delete(leaf.node);
    const [below, above] = boundsOfHalves(leaf, split, settings.lambda);
    const left = addLeaf(toLeft, split.left, leaf.depth + 1, below);
    const right = addLeaf(toRight, split.right, leaf.depth + 1, above);
    tree.left[leaf.node] = left.node;
    tree.right[leaf.node] = right.node;
    const [smaller, larger] = toLeft.length <= toRight.length ? [left, right] : [right, left];
    const sums = await measure(smaller.rows);
    look(larger, without(histogram, sums));
    look(smaller, sums);
    open.push(...[left, right].filter((one) => one.split));
  }
  const { answer, rate } = settings;
  if (answer) for (const [node, of] of leaves) tree.values[node] = Math.fround(answer(of) * rate);
  return { tree, leaves: Array.from(leaves, ([node, of]) => ({ node, rows: of })) };
}

/** The feature that is asked, and the threshold. */
function question(
  { borders, natures }: BinnedFeatures,
  { feature, bin, members, missingLeft }: Split,
  derive: (derived: Derived) => number,
): [number, number] {
  const binOfCode = natures[feature]?.binOfCode;
  if (members && binOfCode) {
    const zero = Array.from(binOfCode.keys()).flatMap((place) =>
      members[binOfCode[place] as number] === 1 ? [place - 1] : [],
    );
    return [derive({ feature, zero }), 0.5];
  }
  return [missingLeft ? derive({ feature }) : feature, borders[feature]?.[bin] ?? aboveAll];
}

/** Answers on both sides of a question about a feature that they must go with never cross the middle. */
function boundsOfHalves(
  { bounds }: Leaf,
  { feature, left, right }: Split,
  lambda: number,
): [Bounds | undefined, Bounds | undefined] {
  const sign = bounds?.signs[feature] ?? 0;
  if (!bounds || sign === 0) return [bounds, bounds];
  const middle = (answerOf(left, lambda, bounds) + answerOf(right, lambda, bounds)) / 2;
  const [under, over] = [
    { ...bounds, high: middle },
    { ...bounds, low: middle },
  ];
  return sign > 0 ? [under, over] : [over, under];
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

function divided({ bins, rows: all, natures }: BinnedFeatures, rows: Int32Array, split: Split) {
  const { feature, bin, left, members, missingLeft } = split;
  const [toLeft, toRight] = [new Int32Array(left.rows), new Int32Array(rows.length - left.rows)];
  // By bin 1: left.
  const sides = members ?? Uint8Array.from({ length: 256 }, (_, own) => Number(own <= bin));
  const missing = natures[feature]?.missingBin;
  if (!members && missing !== undefined) sides[missing] = Number(missingLeft === true);
  let [l, r] = [0, 0];
  const from = feature * all;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (sides[bins[from + row] as number] === 1) toLeft[l++] = row;
    else toRight[r++] = row;
  }
  return [toLeft, toRight] as const;
}
