import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sizeOf } from '#/core/arch/sizeOf';
import type { ArrayFile, ArrayVariable } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import { recogniseFile } from '../recogniseFile';
import { formats } from '../registry';
import { arraysForTest } from './arraysForTest';
import { zarr } from './zarr';

/** Written by fixtures/makeFixtures.py with h5py, netCDF4, nibabel, NumPy, zarr and tifffile. */
interface Expectation {
  format: string;
  variables: Record<
    string,
    {
      dimensions: string[];
      shape: number[];
      dtype: string;
      unit: string | null;
      values: (number | null)[];
    }
  >;
  coordinates: Record<string, (number | null)[]>;
  roles: Record<string, string>;
}

const folder = new URL('./fixtures/', import.meta.url);
const folders = [
  folder,
  ...['dicom', 'matlab', 'fits'].map((name) => new URL(`./${name}/fixtures/`, import.meta.url)),
];
const folderOf = new Map<string, URL>();
const expected = Object.assign(
  {},
  ...folders.map((one) => {
    const own = JSON.parse(readFileSync(new URL('expected.json', one), 'utf8')) as Record<
      string,
      Expectation
    >;
    for (const name of Object.keys(own)) folderOf.set(name, one);
    return own;
  }),
) as Record<string, Expectation>;
/** Those that only a browser unpacks are read in dicom.gpu.test.ts. */
const byBrowser = /^(jpegls|jpeg2000|baseline)/;
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folderOf.get(name) ?? folder)));

async function open(name: string, bytes: Uint8Array<ArrayBuffer> = bytesOf(name)): Promise<ArrayFile> {
  const file = await arraysForTest(name, bytes);
  if (!file) throw new Error(`${name} was not recognised`);
  return file;
}

const shapeOf = (variable: ArrayVariable) => variable.dimensions.map(({ size }) => size);
const orNull = (values: ArrayLike<number>) => Array.from(values, (v) => (Number.isNaN(v) ? null : v));

/** The box of a row-major array, by plain indexing. */
function boxOf<T>(
  values: readonly T[],
  shape: number[],
  start: number[],
  count: number[],
  step: number[],
): T[] {
  if (shape.length === 0) return [...values];
  const [, ...inner] = shape;
  const size = sizeOf(inner);
  const box: T[] = [];
  for (let i = 0; i < (count[0] as number); i++) {
    const at = (start[0] as number) + i * (step[0] as number);
    const part = values.slice(at * size, (at + 1) * size);
    box.push(...boxOf(part, inner, start.slice(1), count.slice(1), step.slice(1)));
  }
  return box;
}

/** Float32 of a packed value may differ in the last bit with the order of operations. */
function expectClose(actual: (number | null)[], wanted: (number | null)[], what: string): void {
  expect(actual.length, what).toBe(wanted.length);
  actual.forEach((value, i) => {
    const other = wanted[i] as number | null;
    if (value === null || other === null || !Number.isFinite(other))
      expect(value, `${what}[${i}]`).toBe(other);
    else expect(Math.abs(value - other), `${what}[${i}]`).toBeLessThanOrEqual(Math.abs(other) * 2e-7);
  });
}

describe.each(Object.entries(expected))('%s', (name, wanted) => {
  test('opens as the library of record says', async () => {
    const bytes = bytesOf(name);
    expect((await recogniseFile(new File([bytes], name))).format.type).toBe(wanted.format);
    const file = await open(name);
    expect(file.variables.map((variable) => variable.name).sort()).toEqual(
      Object.keys(wanted.variables).sort(),
    );
    for (const variable of file.variables) {
      const { dimensions, shape, dtype, unit } = wanted.variables[
        variable.name
      ] as Expectation['variables'][string];
      expect(variable.dimensions.map((dimension) => dimension.name)).toEqual(dimensions);
      expect(shapeOf(variable)).toEqual(shape);
      expect(variable.dtype).toBe(dtype);
      expect(variable.unit ?? null).toBe(unit);
    }
    expect(file.coordinates.map(({ dimension }) => dimension).sort()).toEqual(
      Object.keys(wanted.coordinates).sort(),
    );
    for (const { dimension, values } of file.coordinates)
      expectClose(orNull(values), wanted.coordinates[dimension] ?? [], dimension);
    expect(file.roles).toEqual(wanted.roles);
    file.close();
  });

  test.skipIf(byBrowser.test(name))('reads whole variables and boxes of them', async () => {
    const file = await open(name);
    for (const variable of file.variables) {
      const shape = shapeOf(variable);
      const { values } = wanted.variables[variable.name] as Expectation['variables'][string];
      const zero = shape.map(() => 0);
      expectClose(orNull(await file.read(variable.name, zero, shape)), values, variable.name);
      for (let turn = 0; turn < 6; turn++) {
        const start = shape.map((size, axis) => (turn * 7 + axis * 3) % size);
        const step = shape.map((_, axis) => 1 + ((turn + axis) % 3));
        const count = shape.map((size, axis) => {
          const room = Math.ceil((size - (start[axis] as number)) / (step[axis] as number));
          return 1 + ((turn + axis) % room);
        });
        const box = orNull(await file.read(variable.name, start, count, step));
        const what = `${variable.name} [${start}]+[${count}]×[${step}]`;
        expectClose(box, boxOf(values, shape, start, count, step), what);
      }
      expect(await file.read(variable.name, zero, zero)).toHaveLength(0);
    }
    file.close();
  });
});

test('every format has a fixture', () => {
  const seen = new Set(Object.values(expected).map(({ format }) => format));
  for (const { type, extensions, holds } of formats.all) {
    expect(extensions.length).toBeGreaterThan(0);
    if (holds === 'arrays') expect(seen.has(type), type).toBe(true);
  }
});

test('fixtures stay small', () => {
  const bytes = readdirSync(folder).reduce(
    (sum, name) => sum + readFileSync(new URL(name, folder)).length,
    0,
  );
  expect(bytes).toBeLessThan(300_000);
});

test('a box outside the array, an unknown variable', async () => {
  const file = await open('plain.npy');
  await expect(file.read('plain', [0, 0, 2], [1, 1, 3])).rejects.toThrow(
    'The box at [0, 0, 2] of size [1, 1, 3] is not inside the array of shape [2, 3, 4].',
  );
  await expect(file.read('plain', [0, 0], [1, 1])).rejects.toThrow(TetradError);
  await expect(file.read('plain', [0, 0, 1], [1, 1, 2], [1, 1, 3])).rejects.toThrow(
    'The box at [0, 0, 1] of size [1, 1, 2], every [1, 1, 3], is not inside the array of shape [2, 3, 4].',
  );
  await expect(file.read('plain', [0, 0, 0], [1, 1, 2], [1, 1, 3])).resolves.toHaveLength(2);
  await expect(file.read('other', [0], [1])).rejects.toMatchObject({
    message: 'There is no variable called “other”.',
    place: 'plain.npy',
    hint: 'The file has: plain.',
  });
});

test('arrays of Zarr beside each other, without metadata of the folder around them', async () => {
  const metadata = JSON.stringify({
    zarr_format: 2,
    shape: [2],
    chunks: [2],
    dtype: '<f4',
    order: 'C',
    fill_value: 3,
    compressor: null,
    filters: null,
  });
  const file = await zarr.openFolder?.('x.zarr', [
    { path: 'deep/a/.zarray', blob: new Blob([metadata]) },
    { path: 'deep/b/.zarray', blob: new Blob([metadata]) },
    { path: 'deep/b/0', blob: new Blob([new Float32Array([1, 2])]) },
  ]);
  expect(file?.variables.map(({ name }) => name)).toEqual(['a', 'b']);
  expect([...((await file?.read('a', [0], [2])) ?? [])]).toEqual([3, 3]);
  expect([...((await file?.read('b', [0], [2])) ?? [])]).toEqual([1, 2]);
});
