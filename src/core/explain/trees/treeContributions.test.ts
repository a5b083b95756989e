import { describe, expect, it } from 'vitest';
import { normals } from '../../random/random';
import { binFeatures } from '../../trees/binFeatures';
import { growTree } from '../../trees/growTree';
import { openHistograms } from '../../trees/histogramLoops';
import { addTrees, baseScores, TreeList } from '../../trees/trees';
import type { TreeSum } from '../../trees/treesNode';
import { TreeContributions } from './treeContributions';

const width = 4;
const rows = 300;
const features = new Float32Array(normals(1, 'x', 0, rows * width)).map((value, i) =>
  i % 37 === 0 ? Number.NaN : value,
);

/** Boosted trees of a few features with interactions, as they are grown. */
async function grown(count: number, depth: number): Promise<TreeList> {
  const binned = binFeatures(features, width);
  const histograms = openHistograms(binned);
  const list = new TreeList(width, [0.25]);
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  const settings = { leaves: 2 ** depth, depth, leastRows: 5, lambda: 1, rate: 0.5 };
  for (let tree = 0; tree < count; tree++) {
    const gradients = Float64Array.from({ length: rows }, (_, row) => {
      const x = (i: number) => features[row * width + i] || 0;
      return -(x(0) * x(1) + Math.abs(x(2)) + (tree % 3) * x(3));
    });
    const slopes = { gradients, curvatures: new Float64Array(rows).fill(1) };
    list.add(
      0,
      (await growTree(binned, histograms, slopes, all, [0, 1, 2, 3], settings, async () => {})).tree,
    );
  }
  return list;
}

function sumOf({ base, starts, features: asked, thresholds, left, right, values }: TreeList): TreeSum {
  const says = (node: number) => [values[node] as number];
  return { base, starts, features: asked, thresholds, left, right, outputs: 1, says };
}

/** What the trees answer when only some features are known: at the others both ways, as the background went. */
function expected(list: TreeList, row: number, known: readonly boolean[]): number {
  let total = list.base[0] as number;
  for (let tree = 0; tree < list.starts.length; tree++) {
    const start = list.starts[tree] as number;
    const reach = new Map<number, number>();
    for (let other = 0; other < rows; other++) {
      let node = 0;
      for (;;) {
        reach.set(node, (reach.get(node) ?? 0) + 1);
        const feature = list.features[start + node] as number;
        if (feature < 0) break;
        const isLeft =
          (features[other * width + feature] as number) <= (list.thresholds[start + node] as number);
        node = (isLeft ? list.left : list.right)[start + node] as number;
      }
    }
    const value = (node: number): number => {
      const feature = list.features[start + node] as number;
      if (feature < 0) return list.values[start + node] as number;
      const [left, right] = [list.left[start + node] as number, list.right[start + node] as number];
      if (known[feature])
        return value(
          (features[row * width + feature] as number) <= (list.thresholds[start + node] as number)
            ? left
            : right,
        );
      const share = (reach.get(left) ?? 0) / (reach.get(node) ?? 1);
      return share * value(left) + (1 - share) * value(right);
    };
    total += value(0);
  }
  return total;
}

function byDefinition(list: TreeList, row: number): number[] {
  const orders = (left: readonly number[]): number[][] =>
    left.length === 0
      ? [[]]
      : left.flatMap((one) => orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]));
  const all = orders([0, 1, 2, 3]);
  const values = [0, 0, 0, 0];
  for (const order of all) {
    const known = [false, false, false, false];
    for (const feature of order) {
      const before = expected(list, row, known);
      known[feature] = true;
      values[feature] = (values[feature] as number) + (expected(list, row, known) - before) / all.length;
    }
  }
  return values;
}

function valuesOf(found: TreeContributions): Float64Array {
  const values = found.of(features, width);
  for (;;) {
    const next = values.next();
    if (next.done) return next.value;
  }
}

describe('Shapley values of trees', () => {
  it('are what the definition gives by brute force, a question asked twice and missing values included', async () => {
    const list = await grown(3, 4);
    const found = new TreeContributions(sumOf(list), [1], features, width);
    expect(found.base).toBeCloseTo(expected(list, 0, [false, false, false, false]), 10);
    const all = valuesOf(found);
    for (const row of [0, 9, 37, 120]) {
      for (const [i, value] of byDefinition(list, row).entries())
        expect(all[row * width + i]).toBeCloseTo(value, 10);
    }
  });

  it('add up to the answer of every row, and the base is the mean answer of the background', async () => {
    const list = await grown(12, 5);
    const found = new TreeContributions(sumOf(list), [2], features, width);
    const scores = baseScores(list, rows);
    addTrees(list, [0, list.starts.length], features, scores);
    expect(found.base).toBeCloseTo((2 * scores.reduce((sum, value) => sum + value, 0)) / rows, 8);
    const all = valuesOf(found);
    for (let row = 0; row < rows; row++) {
      const own = all.subarray(row * width, (row + 1) * width);
      expect(own.reduce((sum, value) => sum + value, found.base)).toBeCloseTo(2 * (scores[row] as number), 8);
    }
  });
});
