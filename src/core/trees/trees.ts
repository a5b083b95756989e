/**
 * A list of binary trees over rows of numbers, flat: what a boosted model is. Left where a value is not above the
 * threshold, in float32, as ONNX's BRANCH_LEQ has it; a value that is missing goes right.
 */
export interface Trees {
  /** Values of a row. */
  width: number;
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

/** The leaf's value of the tree for a row. */
export function leafValue(trees: Trees, tree: number, rows: Float32Array, row: number): number {
  const { features, thresholds, left, right, values, width } = trees;
  const start = trees.starts[tree] as number;
  let node = start;
  for (let feature = features[node] as number; feature >= 0; feature = features[node] as number) {
    const isLeft = (rows[row * width + feature] as number) <= (thresholds[node] as number);
    node = start + ((isLeft ? left : right)[node] as number);
  }
  return values[node] as number;
}

/** Adds trees [from, to) to the scores of the rows, row-major [rows, outputs]. */
export function addTrees(
  trees: Trees,
  [from, to]: readonly [number, number],
  rows: Float32Array,
  scores: Float64Array,
): void {
  const outputs = trees.base.length;
  const count = scores.length / outputs;
  for (let tree = from; tree < to; tree++) {
    const output = trees.outputs[tree] as number;
    for (let row = 0; row < count; row++) {
      const at = row * outputs + output;
      scores[at] = (scores[at] as number) + leafValue(trees, tree, rows, row);
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
  readonly width: number;
  readonly base: readonly number[];

  constructor(width: number, base: readonly number[]) {
    this.width = width;
    this.base = base;
  }

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
    return {
      width,
      base,
      starts: this.starts.slice(0, count),
      outputs: this.outputs.slice(0, count),
      features: this.features.slice(0, nodes),
      thresholds: this.thresholds.slice(0, nodes),
      left: this.left.slice(0, nodes),
      right: this.right.slice(0, nodes),
      values: this.values.slice(0, nodes),
    };
  }
}
