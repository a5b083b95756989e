/** How long 100 trees of depth 8 take to be explained on 10,000 rows, and to what the values add up. */
import { expect, it } from 'vitest';
import { normals } from '../../random/random';
import { binFeatures } from '../../trees/binFeatures';
import { growTree } from '../../trees/growTree';
import { openHistograms } from '../../trees/histogramLoops';
import { addTrees, baseScores, TreeList } from '../../trees/trees';
import { TreeContributions } from './treeContributions';

/** Without its methods. */
const partsOfList = ({ base, starts, features, thresholds, left, right }: TreeList) => ({
  base,
  starts,
  features,
  thresholds,
  left,
  right,
});

it('10,000 rows of 14 columns', { timeout: 600_000 }, async () => {
  const [rows, width] = [10_000, 14];
  const features = new Float32Array(normals(1, 'census', 0, rows * width)).map((value, i) =>
    i % 3 === 0 ? Math.round(2 * value) : value,
  );
  const binned = binFeatures(features, width);
  const histograms = openHistograms(binned);
  const list = new TreeList(width, [0]);
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  const columns = Array.from({ length: width }, (_, i) => i);
  const scores = baseScores(list, rows);
  const settings = { leaves: 256, depth: 8, leastRows: 10, lambda: 1, rate: 0.1 };
  for (let tree = 0; tree < 100; tree++) {
    const gradients = Float64Array.from({ length: rows }, (_, row) => {
      const x = (i: number) => features[row * width + i] as number;
      return (scores[row] as number) - (x(0) * x(1) + Math.sin(x(2)) + x(3) * x(4) * x(5) + x(6));
    });
    const slopes = { gradients, curvatures: new Float64Array(rows).fill(1) };
    list.add(0, (await growTree(binned, histograms, slopes, all, columns, settings, async () => {})).tree);
    addTrees(list, [tree, tree + 1], features, scores);
  }
  const started = performance.now();
  const sum = { ...partsOfList(list), outputs: 1, says: (node: number) => [list.values[node] as number] };
  const found = new TreeContributions(sum, [1], features, width);
  let worst = 0;
  const values = found.of(features, width);
  let next = values.next();
  while (!next.done) next = values.next();
  const seconds = (performance.now() - started) / 1000;
  for (let row = 0; row < rows; row++) {
    const total = next.value
      .subarray(row * width, (row + 1) * width)
      .reduce((so, value) => so + value, found.base);
    worst = Math.max(worst, Math.abs(total - (scores[row] as number)));
  }
  console.log(
    JSON.stringify({
      leaves: list.features.filter((feature) => feature < 0).length,
      seconds,
      worst,
    }),
  );
  expect(worst).toBeLessThan(1e-5);
});
