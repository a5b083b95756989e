/**
 * Shapley values of a sum of trees, exact and without asking it (TreeSHAP, Lundberg et al. 2020, in the form of Yang 2021):
 * a feature that is not known goes both ways at a question, as background rows did. A leaf's part of the answer is then a
 * product over the features on its path, and what each of them adds depends only on which of them the row agrees with:
 * found once for every such set that occurs, kept by leaf.
 */
import type { TreeSum } from '../../trees/treesNode';

/** One path from the root of a tree to a leaf. */
interface Leaf {
  /** What it adds to the answer. */
  value: number;
  /** Features on the path, each once; and what of a row they allow: above `low`, not above `high`. */
  features: Int32Array;
  low: Float64Array;
  high: Float64Array;
  /** Of rows that came as far, the share that this feature's questions send here. */
  shares: Float64Array;
}

/** Of longer paths the sets are too many to be kept. */
const mostKept = 12;

export class TreeContributions {
  /** The mean answer of the background. */
  readonly base: number;
  private readonly byTree: Leaf[][];

  /** `output`: what of each output counts. `rows`: of the background, row-major [rows, width]. */
  constructor(trees: TreeSum, output: readonly number[], rows: Float32Array, width: number) {
    const { starts, features, base = [] } = trees;
    this.byTree = Array.from({ length: starts.length }, (_, tree) => {
      const [start, end] = [
        starts[tree] as number,
        (starts[tree + 1] as number | undefined) ?? features.length,
      ];
      return leavesOf(trees, tree, output, countsOf(trees, start, end - start, rows, width));
    });
    this.base = weighed(base, output);
    for (const { value, shares } of this.byTree.flat())
      this.base += shares.reduce((part, share) => part * share, value);
  }

  /** What each feature of each row adds, [rows, width]. Yields its progress after each tree. */
  *of(rows: Float32Array, width: number): Generator<number, Float64Array> {
    // A missing value goes right at every question: it is above everything.
    const values = Float64Array.from(rows, (value) =>
      Number.isNaN(value) ? Number.POSITIVE_INFINITY : value,
    );
    const into = new Float64Array(values.length);
    for (const [tree, leaves] of this.byTree.entries()) {
      for (const leaf of leaves) addLeaf(leaf, values, width, into);
      yield (tree + 1) / this.byTree.length;
    }
    return into;
  }
}

function addLeaf(leaf: Leaf, rows: Float64Array, width: number, into: Float64Array): void {
  const { features, low, high } = leaf;
  const count = features.length;
  const isKept = count <= mostKept;
  /** By set of features that agree: where what they add stands, from 1. */
  const places = new Int32Array(isKept ? 2 ** count : 1);
  const agrees = new Uint8Array(count);
  let parts = new Float64Array(count * 16);
  let kept = 0;
  for (let first = 0; first < rows.length; first += width) {
    let agreed = 0;
    for (let i = 0; i < count; i++) {
      const value = rows[first + (features[i] as number)] as number;
      const agreesHere = value > (low[i] as number) && value <= (high[i] as number) ? 1 : 0;
      agrees[i] = agreesHere;
      if (isKept) agreed |= agreesHere << i;
    }
    let place = isKept ? (places[agreed] as number) : 0;
    if (place === 0) {
      if (isKept) {
        place = ++kept;
        places[agreed] = place;
      } else place = 1;
      if (place * count > parts.length) {
        const more = new Float64Array(2 * parts.length);
        more.set(parts);
        parts = more;
      }
      parts.set(partsOf(leaf, agrees), (place - 1) * count);
    }
    const from = (place - 1) * count;
    for (let i = 0; i < count; i++) {
      const at = first + (features[i] as number);
      into[at] = (into[at] as number) + (parts[from + i] as number);
    }
  }
}

function leavesOf(trees: TreeSum, tree: number, output: readonly number[], came: Float64Array): Leaf[] {
  const start = trees.starts[tree] as number;
  const leaves: Leaf[] = [];
  const path = new Map<number, { low: number; high: number; share: number }>();
  const visit = (node: number): void => {
    const feature = trees.features[start + node] as number;
    if (feature < 0) {
      const all = [...path];
      const of = (take: (one: { low: number; high: number; share: number }) => number) =>
        Float64Array.from(all, ([, one]) => take(one));
      leaves.push({
        value: weighed(trees.says(start + node, tree), output),
        features: Int32Array.from(all, ([which]) => which),
        low: of(({ low }) => low),
        high: of(({ high }) => high),
        shares: of(({ share }) => share),
      });
      return;
    }
    const threshold = trees.thresholds[start + node] as number;
    const before = path.get(feature);
    const { low, high, share } = before ?? {
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      share: 1,
    };
    const all = came[node] as number;
    for (const [isLeft, side] of [
      [true, trees.left],
      [false, trees.right],
    ] as const) {
      const next = side[start + node] as number;
      // Where no row of the background came, either way is as good.
      const part = all > 0 ? (came[next] as number) / all : 0.5;
      path.set(feature, {
        low: isLeft ? low : Math.max(low, threshold),
        high: isLeft ? Math.min(high, threshold) : high,
        share: share * part,
      });
      visit(next);
    }
    if (before) path.set(feature, before);
    else path.delete(feature);
  };
  visit(0);
  return leaves;
}

const weighed = (says: readonly number[], output: readonly number[]): number =>
  says.reduce((sum, value, i) => sum + value * (output[i] ?? 0), 0);

/** By node of a tree: rows that come there. */
function countsOf(
  { features, thresholds, left, right }: TreeSum,
  start: number,
  nodes: number,
  rows: Float32Array,
  width: number,
): Float64Array {
  const counts = new Float64Array(nodes);
  for (let first = 0; first < rows.length; first += width) {
    let node = 0;
    for (;;) {
      counts[node] = (counts[node] as number) + 1;
      const feature = features[start + node] as number;
      if (feature < 0) break;
      const isLeft = (rows[first + feature] as number) <= (thresholds[start + node] as number);
      node = (isLeft ? left : right)[start + node] as number;
    }
  }
  return counts;
}

/**
 * What each feature adds to value × Π (1 or 0 where known, its share where not): Shapley's sum over sets of the others, by
 * their size the coefficients of Π (share + agrees t).
 */
function partsOf({ value, shares }: Leaf, agrees: Uint8Array): Float64Array {
  const count = shares.length;
  const parts = new Float64Array(count);
  for (let own = 0; own < count; own++) {
    const sizes = new Float64Array(count);
    sizes[0] = 1;
    let degree = 0;
    for (let i = 0; i < count; i++) {
      if (i === own) continue;
      degree++;
      for (let k = degree; k >= 0; k--)
        sizes[k] =
          (sizes[k] as number) * (shares[i] as number) +
          (k > 0 ? (sizes[k - 1] as number) * (agrees[i] as number) : 0);
    }
    // k! (n - k - 1)! / n!, from one size to the next.
    let weight = 1 / count;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      sum += weight * (sizes[k] as number);
      weight *= (k + 1) / Math.max(1, count - k - 1);
    }
    parts[own] = value * sum * ((agrees[own] as number) - (shares[own] as number));
  }
  return parts;
}
