/** On scikit-learn's own toy shapes, beside what its methods say of them (test/fixtures/makeSklearnClusters.py). */
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnClusters.json';
import { normals } from '../random/random';
import { largestPerRow } from '../train/probabilities';
import { adjustedRand } from './adjustedRand';
import { centreDistances } from './centreDistances';
import { dbscan, proposeDistance } from './dbscan';
import { gaussianMixture } from './gaussianMixture';
import { distancesBetween, groupIndices, meanOf, silhouettes } from './groupScores';
import { hdbscan, shortestTree } from './hdbscan';
import { KdTree } from './kdTree';
import { kMeans } from './kMeans';
import { miniBatchKMeans } from './miniBatchKMeans';
import { mixtureOutputs } from './mixture';
import { squaredBetween } from './rows';
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

describe.each(shapes)('$name, of any form', ({ data, truth, k, eps, least, mixture, dbscan: theirs }) => {
  it('a mixture of normal distributions is as likely as that of scikit-learn', async () => {
    const found = await gaussianMixture(data, { k, starts: 10, seed: 1, floor: 1e-6 }, quiet);
    expect(found.likelihood).toBeGreaterThan(mixture.likelihood - 0.01);
    const labels = largestPerRow(mixtureOutputs(found, data.features, data.rows), k);
    expect(Math.abs(adjustedRand(labels, truth) - mixture.ari)).toBeLessThan(0.02);
    expect(Math.abs(found.bic / mixture.bic - 1)).toBeLessThan(0.01);
  });

  it('DBSCAN finds the very groups of scikit-learn', async () => {
    const found = await dbscan(data, { distance: eps, leastRows: least }, quiet);
    expect(adjustedRand(found.labels, theirs.labels)).toBeGreaterThan(0.999);
    expect(found.isCore.reduce((sum, core) => sum + core, 0)).toBe(theirs.core);
    expect(Math.abs(adjustedRand(found.labels, truth) - theirs.ari)).toBeLessThan(0.001);
  });
});

it('a distance is proposed that leaves few rows of no group', async () => {
  for (const { name, data } of shapes) {
    const distance = await proposeDistance(data, 5, quiet);
    const { labels, groups } = await dbscan(data, { distance, leastRows: 5 }, quiet);
    expect(groups, name).toBeGreaterThan(1);
    expect(labels.filter((label) => label < 0).length, name).toBeLessThan(60);
  }
});

it('a tree finds the rows that looking at all finds', () => {
  const data = {
    rows: 400,
    width: 3,
    features: normals(1, 'tree', 0, 1200).map((x) => Math.round(4 * x) / 4),
  };
  const tree = new KdTree(data);
  for (let row = 0; row < 400; row += 13) {
    const all = Array.from({ length: 400 }, (_, other) =>
      squaredBetween(data.features, row * 3, data.features, other * 3, 3),
    );
    const { squares } = tree.nearest(data.features, row * 3, 9, row);
    expect(squares).toEqual(
      all
        .filter((_, other) => other !== row)
        .sort((a, b) => a - b)
        .slice(0, 9),
    );
    const near = new Set<number>();
    tree.within(data.features, row * 3, 0.5, (other) => near.add(other));
    expect([...near].sort((a, b) => a - b)).toEqual(all.flatMap((by, other) => (by <= 0.5 ? [other] : [])));
  }
});

describe('HDBSCAN', () => {
  it('finds what was made, whatever its form and density, with nothing told of it', async () => {
    const least = { circles: 0.99, moons: 0.99, varied: 0.75, aniso: 0.9, blobs: 0.75 };
    for (const { name, data, truth } of shapes) {
      const { labels } = await hdbscan(data, { leastGroup: 15, leastRows: 5 }, quiet);
      expect(adjustedRand(labels, truth), name).toBeGreaterThan(least[name as keyof typeof least]);
    }
  });

  it('joins rows by a tree as short as that of all edges in their order', async () => {
    const data = { rows: 60, width: 2, features: normals(3, 'tree', 0, 120) };
    const far = (a: number, b: number) =>
      Math.sqrt(squaredBetween(data.features, 2 * a, data.features, 2 * b, 2));
    const all = Array.from({ length: 60 }, (_, i) => i);
    const dense = all.map((a) => all.map((b) => far(a, b)).sort((x, y) => x - y)[3] ?? 0);
    const edges = all
      .flatMap((a) =>
        all.slice(0, a).map((b) => ({ a, b, by: Math.max(far(a, b), dense[a] ?? 0, dense[b] ?? 0) })),
      )
      .sort((x, y) => x.by - y.by);
    const part = [...all];
    let length = 0;
    for (const { a, b, by } of edges) {
      const [mine, theirs] = [part[a], part[b]];
      if (mine === theirs) continue;
      length += by;
      for (const row of all) if (part[row] === mine) part[row] = theirs as number;
    }
    const tree = await shortestTree(data, 4, quiet);
    expect(tree.reduce((sum, { distance }) => sum + distance, 0)).toBeCloseTo(length, 6);
  });

  it('keeps two groups, and a row far from both is of none', async () => {
    const near = (from: number, rows: number) => Array.from({ length: rows }, (_, i) => from + i / 100);
    const features = Float32Array.from([...near(0, 10), 100, ...near(9, 12)]);
    const data = { rows: 23, width: 1, features };
    const { labels, groups } = await hdbscan(data, { leastGroup: 5, leastRows: 3 }, quiet);
    expect(groups).toBe(2);
    expect(labels[10]).toBe(-1);
    expect(new Set(labels.slice(0, 10)).size).toBe(1);
    expect(new Set(labels.slice(11)).size).toBe(1);
    expect(labels[0]).not.toBe(labels[22]);
  });
});

it('distances to eight centres at once are those to each', () => {
  const data = { rows: 30, width: 5, features: normals(4, 'rows', 0, 150) };
  const centres = Float64Array.from(normals(4, 'centres', 0, 11 * 5));
  const loops = centreDistances(data, 11);
  loops.setCentres(centres);
  expect(loops.stride).toBe(16);
  const rows = Int32Array.from({ length: 30 }, (_, i) => 29 - i);
  const found = loops.of(rows, 30);
  for (const [at, row] of rows.entries())
    for (let centre = 0; centre < 11; centre++)
      expect(found[at * 16 + centre]).toBeCloseTo(
        squaredBetween(data.features, row * 5, centres, centre * 5, 5),
        4,
      );
});
