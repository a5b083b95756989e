/**
 * A list of binary trees over rows of numbers, flat: what a boosted model is. Left where a value is not above the
 * threshold, in float32, as ONNX's BRANCH_LEQ has it; a value that is missing goes right.
 */
import { type Derived, derivedReaders } from './derived';

export interface Trees {
  /** Values of a row. */
  width: number;
  /** What is asked beside these, by feature from `width` on. */
  derived?: readonly Derived[];
  /** What every answer starts from, by output. */
  base: readonly number[];
  /** By tree: its first node, its root. */
  starts: readonly number[];
  /** By tree: the output it adds to. */
  outputs: readonly number[];
  /** By node: the feature that is asked, or -1 at a leaf. */
  features: ArrayLike<number>;
  thresholds: ArrayLike<number>;
  /** By node: where it goes on, counted from the root of its tree. */
  left: ArrayLike<number>;
  right: ArrayLike<number>;
  /** By node: what a leaf adds. */
  values: ArrayLike<number>;
}

/** One tree as it was grown; nodes in the order of their making, the root first. */
export interface GrownTree {
  features: number[];
  thresholds: number[];
  left: number[];
  right: number[];
  values: number[];
}

/** A tree, and where the rows that it was grown on came to. */
export interface Grown {
  tree: GrownTree;
  leaves: { node: number; rows: Int32Array }[];
}

/** The leaf's value of the tree for a row. */
export function leafValue(trees: Trees, tree: number, rows: Float32Array, row: number): number {
  const one = new Float64Array(trees.base.length);
  const { width } = trees;
  addTrees(trees, [tree, tree + 1], rows.subarray(row * width, (row + 1) * width), one);
  return one[trees.outputs[tree] as number] as number;
}

/** Adds trees [from, to) to the scores of the rows, row-major [rows, outputs]. */
export function addTrees(
  trees: Trees,
  [from, to]: readonly [number, number],
  rows: Float32Array,
  scores: Float64Array,
): void {
  const { width, derived = [] } = trees;
  const outputs = trees.base.length;
  const count = scores.length / outputs;
  const readers = derivedReaders(derived);
  const read = Int32Array.from(derived, ({ feature }) => feature);
  for (let tree = from; tree < to; tree++) {
    const output = trees.outputs[tree] as number;
    const { features, thresholds, next, values } = ownNodes(trees, tree);
    for (let row = 0; row < count; row++) {
      const first = row * width;
      let node = 0;
      for (let feature = features[0] as number; feature >= 0; feature = features[node] as number) {
        const own = feature - width;
        const value =
          own < 0
            ? (rows[first + feature] as number)
            : (readers[own] as (value: number) => number)(rows[first + (read[own] as number)] as number);
        node = next[2 * node + (value <= (thresholds[node] as number) ? 0 : 1)] as number;
      }
      const at = row * outputs + output;
      scores[at] = (scores[at] as number) + (values[node] as number);
    }
  }
}

/** Of one tree, close together: left and right side by side. */
function ownNodes({ starts, features, thresholds, left, right, values }: Trees, tree: number) {
  const start = starts[tree] as number;
  const count = (starts[tree + 1] ?? features.length) - start;
  const own = {
    features: new Int32Array(count),
    thresholds: new Float32Array(count),
    next: new Int32Array(2 * count),
    values: new Float32Array(count),
  };
  for (let node = 0; node < count; node++) {
    own.features[node] = features[start + node] as number;
    own.thresholds[node] = thresholds[start + node] as number;
    own.next[2 * node] = left[start + node] as number;
    own.next[2 * node + 1] = right[start + node] as number;
    own.values[node] = values[start + node] as number;
  }
  return own;
}

/** The same of a tree just grown, for the rows it was grown on. */
export function addLeaves(
  { tree, leaves }: Grown,
  output: number,
  outputs: number,
  scores: Float64Array,
): void {
  for (const { node, rows } of leaves) {
    const value = tree.values[node] as number;
    for (let i = 0; i < rows.length; i++) {
      const at = (rows[i] as number) * outputs + output;
      scores[at] = (scores[at] as number) + value;
    }
  }
}

/** Row-major [rows, outputs]: what every row has before the first tree. */
export function baseScores({ base }: Pick<Trees, 'base'>, rows: number): Float64Array<ArrayBuffer> {
  const scores = new Float64Array(rows * base.length);
  for (let at = 0; at < scores.length; at++) scores[at] = base[at % base.length] as number;
  return scores;
}

/** Trees that more are added to. */
export class TreeList implements Trees {
  readonly starts: number[] = [];
  readonly outputs: number[] = [];
  readonly features: number[] = [];
  readonly thresholds: number[] = [];
  readonly left: number[] = [];
  readonly right: number[] = [];
  readonly values: number[] = [];
  readonly derived: Derived[];
  readonly width: number;
  readonly base: readonly number[];

  constructor(width: number, base: readonly number[], derived: readonly Derived[] = []) {
    this.width = width;
    this.base = base;
    this.derived = [...derived];
  }

  /** The feature that asks this. */
  readonly derive = (wanted: Derived): number => {
    const known = wanted.zero
      ? -1
      : this.derived.findIndex(({ feature, zero }) => !zero && feature === wanted.feature);
    return this.width + (known < 0 ? this.derived.push(wanted) - 1 : known);
  };

  add(output: number, tree: GrownTree): void {
    this.starts.push(this.features.length);
    this.outputs.push(output);
    for (const name of ['features', 'thresholds', 'left', 'right', 'values'] as const)
      for (const value of tree[name]) this[name].push(value);
  }

  /** The first trees of it. */
  first(count: number): Trees {
    const nodes = this.starts[count] ?? this.features.length;
    const { width, base } = this;
    const used = [...new Set(this.features.slice(0, nodes).filter((feature) => feature >= width))];
    const places = new Map(used.map((feature, i) => [feature, width + i]));
    return {
      width,
      base,
      derived: used.map((feature) => this.derived[feature - width] as Derived),
      starts: this.starts.slice(0, count),
      outputs: this.outputs.slice(0, count),
      features: this.features.slice(0, nodes).map((feature) => places.get(feature) ?? feature),
      thresholds: this.thresholds.slice(0, nodes),
      left: this.left.slice(0, nodes),
      right: this.right.slice(0, nodes),
      values: this.values.slice(0, nodes),
    };
  }
}
