/** Beside scikit-learn's scores of the same rows (test/fixtures/makeSklearnClusters.py). */
import { expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnClusters.json';
import { addForest, forestOutputs, GrowingForest } from '../forests/forest';
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
