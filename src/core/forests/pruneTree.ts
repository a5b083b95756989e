/**
 * The cost-complexity pruning of one tree (Breiman et al. 1984, chapter 3): the branch that gains least for each of its
 * leaves is cut first. What a cut costs is counted in shares of all rows, as scikit-learn's `ccp_alpha` is.
 */
import type { ForestTree } from './forest';

export interface Cut {
  node: number;
  /** From this alpha on, the branch below the node is not worth its leaves. Never falls from cut to cut. */
  alpha: number;
}

/** All cuts down to the root, in the order in which they are made. */
export function pruningPath({ features, left, right, rows, impurities }: ForestTree): Cut[] {
  const count = features.length;
  const parents = new Int32Array(count).fill(-1);
  const own = Float64Array.from(
    impurities,
    (impurity, node) => (impurity * (rows[node] as number)) / (rows[0] as number),
  );
  const below = Float64Array.from(own);
  const leaves = new Int32Array(count).fill(1);
  for (let node = count - 1; node >= 0; node--) {
    if ((features[node] as number) < 0) continue;
    const [l, r] = [left[node] as number, right[node] as number];
    parents[l] = node;
    parents[r] = node;
    below[node] = (below[l] as number) + (below[r] as number);
    leaves[node] = (leaves[l] as number) + (leaves[r] as number);
  }
  let inner = Array.from(features.keys()).filter((node) => (features[node] as number) >= 0);
  const path: Cut[] = [];
  const gone = new Uint8Array(count);
  let alpha = 0;
  while (inner.length > 0) {
    let [weakest, least] = [0, Number.POSITIVE_INFINITY];
    for (const node of inner) {
      const gain = ((own[node] as number) - (below[node] as number)) / ((leaves[node] as number) - 1);
      if (gain < least) [weakest, least] = [node, gain];
    }
    alpha = Math.max(alpha, least);
    path.push({ node: weakest, alpha });
    const [risk, fewer] = [
      (own[weakest] as number) - (below[weakest] as number),
      (leaves[weakest] as number) - 1,
    ];
    for (let node = weakest; node >= 0; node = parents[node] as number) {
      below[node] = (below[node] as number) + risk;
      leaves[node] = (leaves[node] as number) - fewer;
    }
    for (const node of inner) {
      const parent = parents[node] as number;
      if (node === weakest || (parent >= 0 && gone[parent])) gone[node] = 1;
    }
    inner = inner.filter((node) => !gone[node]);
  }
  return path;
}

/** The tree after all cuts that an alpha asks for. */
export function prunedTree(tree: ForestTree, path: readonly Cut[], alpha: number): ForestTree {
  const cut = new Set(path.filter((one) => one.alpha <= alpha).map(({ node }) => node));
  const outputs = tree.answers.length / tree.features.length;
  const kept: ForestTree = {
    features: [],
    thresholds: [],
    left: [],
    right: [],
    answers: [],
    rows: [],
    impurities: [],
  };
  const take = (node: number): number => {
    const place = kept.features.length;
    const isLeaf = cut.has(node) || (tree.features[node] as number) < 0;
    kept.features.push(isLeaf ? -1 : (tree.features[node] as number));
    kept.thresholds.push(isLeaf ? 0 : (tree.thresholds[node] as number));
    kept.left.push(0);
    kept.right.push(0);
    kept.rows.push(tree.rows[node] as number);
    kept.impurities.push(tree.impurities[node] as number);
    for (let i = 0; i < outputs; i++) kept.answers.push(tree.answers[node * outputs + i] as number);
    if (!isLeaf) {
      kept.left[place] = take(tree.left[node] as number);
      kept.right[place] = take(tree.right[node] as number);
    }
    return place;
  };
  take(0);
  return kept;
}
