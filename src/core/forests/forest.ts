/**
 * A list of binary trees whose leaves hold a whole answer, flat: a forest's answer is the mean of its trees' (Breiman
 * 2001). Left where a value is not above the threshold, in float32; a value that is missing goes right.
 */
export interface Forest {
  /** Values of a row. */
  width: number;
  /** Shares of so many classes, or one number. */
  outputs: number;
  /** By tree: its first node, its root. */
  starts: ArrayLike<number>;
  /** By node: the feature that is asked, or -1 at a leaf. */
  features: ArrayLike<number>;
  thresholds: ArrayLike<number>;
  /** By node: where it goes on, counted from the root of its tree; of a leaf, its number among all leaves. */
  left: ArrayLike<number>;
  right: ArrayLike<number>;
  /** By leaf: row-major [leaves, outputs]. */
  values: ArrayLike<number>;
  /** By node: rows of the training that came there. */
  rows: ArrayLike<number>;
}

/** One tree as it was grown; every node comes after the one that led to it, the root first. */
export interface ForestTree {
  /** By node: the feature that is asked, or -1 at a leaf. */
  features: number[];
  thresholds: number[];
  left: number[];
  right: number[];
  /** What each node answers, were it a leaf: row-major [nodes, outputs]. */
  answers: number[];
  /** By node: rows of the training that came there, and how unlike they were. */
  rows: number[];
  impurities: number[];
}

/** The number of the leaf that a row comes to in the tree that starts there. */
export function leafOf(forest: Forest, start: number, rows: Float32Array, row: number): number {
  const { features, thresholds, left, right, width } = forest;
  let node = start;
  for (let feature = features[node] as number; feature >= 0; feature = features[node] as number) {
    const isLeft = (rows[row * width + feature] as number) <= (thresholds[node] as number);
    node = start + ((isLeft ? left : right)[node] as number);
  }
  return left[node] as number;
}

/** Adds what trees [from, to) say to the sums of the rows, row-major [rows, outputs]. */
export function addForest(
  forest: Forest,
  [from, to]: readonly [number, number],
  rows: Float32Array,
  sums: Float64Array,
): void {
  const { outputs, values } = forest;
  const count = sums.length / outputs;
  for (let tree = from; tree < to; tree++)
    for (let row = 0; row < count; row++) {
      const first = leafOf(forest, forest.starts[tree] as number, rows, row) * outputs;
      for (let i = 0; i < outputs; i++)
        sums[row * outputs + i] = (sums[row * outputs + i] as number) + (values[first + i] as number);
    }
}

/** No class is impossible because no leaf has it; softmax gives back the shares but for this. */
export const leastShare = 1e-7;

/** Raw outputs of the sums over so many trees: a number, or the logarithms of shares. */
export function forestOutputs(
  sums: Float64Array,
  trees: number,
  areShares: boolean,
): Float32Array<ArrayBuffer> {
  const answers = new Float32Array(sums.length);
  const least = Math.fround(leastShare);
  for (let i = 0; i < sums.length; i++) {
    const mean = Math.fround((sums[i] as number) / trees);
    answers[i] = areShares ? Math.log(Math.max(mean, least)) : mean;
  }
  return answers;
}

/** Trees that more are added to. */
export class GrowingForest implements Forest {
  readonly starts: number[];
  readonly features: number[];
  readonly thresholds: number[];
  readonly left: number[];
  readonly right: number[];
  readonly values: number[];
  readonly rows: number[];
  readonly width: number;
  readonly outputs: number;

  constructor(width: number, outputs: number, begun?: Forest) {
    this.width = width;
    this.outputs = outputs;
    this.starts = Array.from(begun?.starts ?? []);
    this.features = Array.from(begun?.features ?? []);
    this.thresholds = Array.from(begun?.thresholds ?? []);
    this.left = Array.from(begun?.left ?? []);
    this.right = Array.from(begun?.right ?? []);
    this.values = Array.from(begun?.values ?? []);
    this.rows = Array.from(begun?.rows ?? []);
  }

  add({ features, thresholds, left, right, answers, rows }: ForestTree): void {
    const { outputs } = this;
    this.starts.push(this.features.length);
    for (const [node, feature] of features.entries()) {
      const isLeaf = feature < 0;
      this.features.push(feature);
      this.thresholds.push(thresholds[node] as number);
      this.left.push(isLeaf ? this.values.length / outputs : (left[node] as number));
      this.right.push(right[node] as number);
      this.rows.push(rows[node] as number);
      if (isLeaf) for (let i = 0; i < outputs; i++) this.values.push(answers[node * outputs + i] as number);
    }
  }
}
