/** Beside scikit-learn's scores of the same rows (test/fixtures/makeSklearnClusters.py). */
import { expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnClusters.json';
import { addForest, forestOutputs, GrowingForest } from '../forests/forest';
import { emptyNearest, findNearest } from '../neighbours/findNearest';
import { type Rows, takenRows } from '../clusters/rows';
import { localDensities, localFactor } from './localDensity';
import { isolationTree, usualDepth } from './isolationForest';
import { rankedArea } from './rankedArea';

const tables = fixture.odd.map(({ x, odd, ...theirs }) => ({
  ...theirs,
  data: { rows: x.length / 4, width: 4, features: Float32Array.from(x) },
  isOdd: Array.from({ length: x.length / 4 }, (_, row) => row >= x.length / 4 - odd),
}));

function forestScores(data: (typeof tables)[number]['data'], seed: number): Float64Array {
  const forest = new GrowingForest(data.width, 1);
  for (let tree = 0; tree < 100; tree++)
    forest.add(isolationTree(data, { trees: 100, rowsPerTree: 256, seed }, tree));
  const sums = new Float64Array(data.rows);
  addForest(forest, [0, 100], data.features, sums);
  return Float64Array.from(forestOutputs(sums, 100, false), (raw) => 2 ** raw);
}

it('an isolation forest finds odd rows as well as that of scikit-learn, seed by seed', () => {
  const apart = tables.map(({ data, isOdd, seed, forest }) => {
    const scores = forestScores(data, seed);
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
    return rankedArea(scores, isOdd) - forest;
  });
  expect(apart.toSorted((a, b) => a - b)[2]).toBeGreaterThan(-0.01);
  expect(Math.min(...apart)).toBeGreaterThan(-0.02);
});

it('the usual length of a way is that of a search which fails', () => {
  expect([0, 1, 2].map(usualDepth)).toEqual([0, 0, 1]);
  // 2 H(255) - 2 · 255 / 256
  const harmonic = Array.from({ length: 255 }, (_, i) => 1 / (i + 1)).reduce((sum, x) => sum + x, 0);
  expect(usualDepth(256)).toBeCloseTo(2 * harmonic - 510 / 256, 2);
});

it('the area under the curve counts pairs, halves of equal ones', () => {
  expect(rankedArea([1, 2, 3, 4], [false, false, true, true])).toBe(1);
  expect(rankedArea([1, 2, 2, 0], [false, false, true, true])).toBe(0.375);
});

it('local outlier factors are those of scikit-learn, of the rows themselves and of new ones', async () => {
  for (const { data, isOdd, lof, lofOfNew } of tables) {
    const { scores } = await localDensities(data, 20, () => undefined);
    expect(rankedArea(scores, isOdd)).toBeCloseTo(lof, 3);
    const [kept, asked] = [0, 1].map((odd) =>
      takenRows(
        data,
        Array.from({ length: data.rows / 2 }, (_, i) => 2 * i + odd),
      ),
    ) as [Rows, Rows];
    const densities = await localDensities(kept, 20, () => undefined);
    const nearest = emptyNearest(asked.rows, 20);
    findNearest(kept, 'euclidean', asked.features, [0, asked.rows], nearest);
    for (let row = 0; row < asked.rows; row++) {
      const factor = 2 ** localFactor(densities, nearest.indices, nearest.sums, row * 20, 20);
      expect(factor / (lofOfNew[row] ?? Number.NaN)).toBeCloseTo(1, 4);
    }
  }
});
