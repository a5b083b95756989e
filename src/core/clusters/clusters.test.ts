/** On scikit-learn's own toy shapes, beside what its methods say of them (test/fixtures/makeSklearnClusters.py). */
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnClusters.json';
import { adjustedRand } from './adjustedRand';
import { distancesBetween, groupIndices, meanOf, silhouettes } from './groupScores';
import { kMeans } from './kMeans';
import { miniBatchKMeans } from './miniBatchKMeans';
import { onTwoAxes, twoAxes } from './twoAxes';

const shapes = Object.entries(fixture.shapes).map(([name, shape]) => ({
  name,
  ...shape,
  data: { rows: shape.truth.length, width: 2, features: Float32Array.from(shape.x) },
}));
const quiet = () => undefined;

describe.each(shapes)('$name', ({ data, truth, k, kMeans: theirs }) => {
  it('k-means finds what scikit-learn finds', async () => {
    const found = await kMeans(data, { k, starts: 10, seed: 1 }, quiet);
    expect(Math.abs(adjustedRand(found.labels, truth) - theirs.ari)).toBeLessThan(0.02);
    expect(found.inertia).toBeLessThan(theirs.inertia * 1.002);
  });

  it('small batches come near', async () => {
    const found = await miniBatchKMeans(data, { k, starts: 3, seed: 1 }, quiet);
    expect(found.inertia).toBeLessThan(theirs.inertia * 1.05);
  });

  it('groups are judged as scikit-learn judges them', () => {
    const { labels } = theirs;
    const own = silhouettes(distancesBetween(data), labels);
    expect(meanOf(own)).toBeCloseTo(theirs.silhouette, 5);
    const { daviesBouldin, calinskiHarabasz } = groupIndices(data, labels);
    expect(daviesBouldin).toBeCloseTo(theirs.daviesBouldin, 6);
    expect(calinskiHarabasz / theirs.calinskiHarabasz).toBeCloseTo(1, 6);
  });
});

it('agreement counts pairs, less those by chance', () => {
  expect(adjustedRand([0, 0, 1, 1], [5, 5, 7, 7])).toBe(1);
  expect(adjustedRand([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
  expect(adjustedRand([0, 0, 0, 0], [1, 1, 1, 1])).toBe(1);
});

it('as many centres as rows, and rows that are all alike', async () => {
  const data = { rows: 3, width: 1, features: Float32Array.of(1, 2, 4) };
  expect((await kMeans(data, { k: 3, starts: 2, seed: 1 }, quiet)).inertia).toBe(0);
  const same = { rows: 5, width: 1, features: new Float32Array(5).fill(7) };
  const found = await kMeans(same, { k: 2, starts: 1, seed: 1 }, quiet);
  expect(found.inertia).toBe(0);
  expect(found.centres).toEqual(Float64Array.of(7, 7));
});

it('a plane is laid through the directions in which rows differ most', () => {
  const features = Float32Array.from(
    [0, 0, 1, 2, 2, 4, 3, 6, 4, 8, 1, 7].flatMap((x, i) => [x, 2 * x, i % 2]),
  );
  const data = { rows: 12, width: 3, features };
  const plane = twoAxes(data);
  const [x = 1, y = 0] = plane.axes[0];
  expect(y / x).toBeCloseTo(2, 1);
  expect(plane.shares[0] + plane.shares[1]).toBeCloseTo(1, 6);
  const places = onTwoAxes(plane, data);
  const along = (which: number) => Array.from({ length: 12 }, (_, i) => places[2 * i + which] ?? Number.NaN);
  const ys = along(1);
  expect(along(0).reduce((sum, x, i) => sum + x * (ys[i] ?? 0), 0)).toBeCloseTo(0, 4);
});
