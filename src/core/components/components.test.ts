/** Against scikit-learn 1.2.1's PCA of iris (its defaults, two components), and a matrix whose eigenvalues are known. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { normals } from '../random/random';
import { alongComponents, countForShare, findComponents, leastOff, offComponents } from './components';
import { eigen } from './eigen';

const lines = readFileSync('public/samples/iris.csv', 'utf8').trim().split('\n').slice(1);
const iris = {
  rows: lines.length,
  width: 4,
  features: Float32Array.from(lines.flatMap((line) => line.split(',').slice(0, 4).map(Number))),
};
const quiet = () => undefined;

it('finds the directions, variances and distances that scikit-learn finds', async () => {
  const found = await findComponents(iris, { count: 2 }, quiet);
  const close = (got: ArrayLike<number>, want: number[], digits = 6) => {
    expect(got.length).toBe(want.length);
    for (const [i, value] of want.entries()) expect(got[i]).toBeCloseTo(value, digits);
  };
  close(found.variances, [4.228241706, 0.242670748, 0.0782095, 0.023835093]);
  close(found.mean, [5.8433333, 3.0573333, 3.758, 1.1993333]);
  close(
    found.axes,
    [0.36138659, -0.08452251, 0.85667061, 0.3582892, 0.65658877, 0.73016143, -0.17337266, -0.07548102],
  );
  const along = alongComponents(found, iris.features, 150);
  close(along.subarray(0, 2), [-2.68412563, 0.31939725], 5);
  close(along.subarray(298), [1.39018886, -0.28266094], 5);
  const off = Array.from(offComponents(found, iris.features, 150), (raw) => 2 ** raw - leastOff);
  close(
    [off[0], off[50], off[106], off[149]] as number[],
    [0.02800636, 0.40698986, 0.55441221, 0.39463957],
    5,
  );
});

it('finds the same directions by the rows where there are fewer rows than columns', async () => {
  const [rows, width] = [6, 40];
  const features = normals(1, 'wide', 0, rows * width);
  const wide = await findComponents({ rows, width, features }, { share: 1 }, quiet);
  expect(wide.count).toBe(rows - 1);
  // Padded with copies of the mean, which are no news, there are more rows than columns.
  const more = new Float32Array(60 * width);
  for (let at = 0; at < more.length; at++)
    more[at] = at < features.length ? (features[at] as number) : (wide.mean[at % width] as number);
  const tall = await findComponents({ rows: 60, width, features: more }, { share: 1 - 1e-9 }, quiet);
  expect(tall.count).toBe(rows - 1);
  for (const [i, value] of wide.axes.entries()) expect(tall.axes[i]).toBeCloseTo(value, 4);
  for (let i = 0; i < wide.count; i++)
    expect((tall.variances[i] as number) * 59).toBeCloseTo((wide.variances[i] as number) * 5, 3);
  for (const raw of offComponents(wide, features, rows)) expect(2 ** raw).toBeLessThan(1e-4);
});

it('finds eigenvalues of the second difference, equal ones, and none', async () => {
  const size = 50;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] = 2;
    if (i > 0) matrix[i * size + i - 1] = matrix[(i - 1) * size + i] = -1;
  }
  const { values, vectors } = await eigen(matrix, size);
  for (let k = 0; k < size; k++)
    expect(values[k]).toBeCloseTo(2 - 2 * Math.cos(((size - k) * Math.PI) / (size + 1)), 12);
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++)
        sum += (matrix[i * size + j] as number) * (vectors[k * size + j] as number);
      expect(sum).toBeCloseTo((values[k] as number) * (vectors[k * size + i] as number), 11);
    }
  const same = await eigen(Float64Array.of(3, 0, 0, 0, 3, 0, 0, 0, 3), 3);
  expect([...same.values]).toEqual([3, 3, 3]);
  expect([...(await eigen(new Float64Array(16), 4)).values]).toEqual([0, 0, 0, 0]);
});

it('keeps as many as the share needs', () => {
  expect(countForShare([6, 3, 1], 0.6)).toBe(1);
  expect(countForShare([6, 3, 1], 0.61)).toBe(2);
  expect(countForShare([6, 3, 1], 1)).toBe(3);
  expect(countForShare([], 0.9)).toBe(0);
});
