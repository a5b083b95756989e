import type { GridSchema } from '#/core/grid/gridSchema';
/** Real files through the real formats: the built-in samples, and what other libraries wrote. */
import { gridOf } from '#/core/grid/gridOf';
import { sizeOf } from '#/core/arch/sizeOf';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { GridBoxRequest } from '#/core/grid/gridSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { createDataService } from '../dataService';
import { boxOf, inspectField, recut } from './fixtures/fieldCalls';

async function load(
  file: File | string,
): Promise<{ version: DatasetVersion; data: ReturnType<typeof createDataService> }> {
  const storage = await freshStorage();
  const data = createDataService(async () => storage);
  const { id: datasetId } = await storage.datasets.create({ name: 'd', kind: 'tabular' });
  const dropped = typeof file === 'string' ? await data.sample(file) : file;
  const { port2 } = new MessageChannel();
  return { version: await data.import({ jobId: 'j', datasetId, file: dropped }, port2), data };
}

test('moving Gaussians: recordings with their direction as label and their part of the split', async () => {
  const { version } = await load('movingGaussians');
  expect(version).toMatchObject({ rows: 720, schema: { kind: 'spacetime4d', data: { recordings: 720 } } });
  const { columns: fields } = version.schema;
  expect(fields.find(({ name }) => name === 'direction')).toMatchObject({
    type: 'categorical',
    role: 'target',
  });
  expect(fields.find(({ name }) => name === 'split')).toMatchObject({ type: 'categorical', role: 'split' });
  const stats = version.stats.find(({ name }) => name === 'direction');
  expect(stats?.top?.map(({ value }) => value).sort((a, b) => (a < b ? -1 : 1))).toEqual([
    'back',
    'down',
    'forward',
    'left',
    'right',
    'up',
  ]);
});

test('chirps: of two flags the later is the event, also after types and windows were changed', async () => {
  const { version, data } = await load('chirpDetector');
  expect(gridOf(version.schema)?.labels?.events).toEqual({ event: 'chirp' });
  const retyped = await data.revise(version.id, { columns: version.schema.columns });
  const rewindowed = await recut(data, retyped.id, { length: 12, stride: 4, horizon: 0 });
  expect(gridOf(rewindowed.schema)?.labels?.events).toEqual({ event: 'chirp' });
});

test('the advected field: a forecast without being asked', async () => {
  const { version } = await load('advectedField');
  expect(gridOf(version.schema)).toMatchObject({ recordings: 1, windowing: { horizon: 1 } });
  expect(gridOf(version.schema)?.channels[0]).toMatchObject({ name: 'tracer', unit: 'g m-3' });
});

test('a Zarr folder is one file that its parts stand behind', async () => {
  const storage = await freshStorage();
  const data = createDataService(async () => storage);
  const { id: datasetId } = await storage.datasets.create({ name: 'd', kind: 'tabular' });
  const metadata = {
    zarr_format: 2,
    shape: [4, 3],
    chunks: [2, 3],
    dtype: '<f4',
    compressor: null,
    fill_value: 0,
    order: 'C',
    filters: null,
  };
  const part = (first: number) => new Blob([Float32Array.from({ length: 6 }, (_, i) => first + i)]);
  const folder = [
    { path: '.zgroup', blob: new Blob(['{"zarr_format":2}']) },
    { path: 'wind/.zarray', blob: new Blob([JSON.stringify(metadata)]) },
    { path: 'wind/.zattrs', blob: new Blob(['{"_ARRAY_DIMENSIONS":["time","lon"]}']) },
    { path: 'wind/0.0', blob: part(0) },
    { path: 'wind/1.0', blob: part(6) },
  ];
  const file = new File([], 'wind.zarr');
  expect((await inspectField(data, file, folder))?.guess?.mapping.axes).toEqual({ time: 'time', lon: 'x' });
  const { port2 } = new MessageChannel();
  const version = await data.import({ jobId: 'j', datasetId, file, folder }, port2);
  const request = { recording: 0, channel: 0, y: [0, 1], z: [0, 1] } satisfies Partial<GridBoxRequest>;
  const box = await boxOf(data, version.id, { ...request, time: [1, 3], x: [2, 1] });
  expect([...box]).toEqual([5, 8, 11]);
  expect(version.source.fileBytes).toBe(folder.reduce((sum, { blob }) => sum + blob.size, 0));
});

const fixture = (name: string): string =>
  new URL(`../../formats/arrays/fixtures/${name}`, import.meta.url).pathname;
const expected = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as Record<
  string,
  { variables: Record<string, { dimensions: string[]; shape: number[]; values: (number | null)[] }> }
>;

/** Values as the other library read them, in the order [time, x, y, z]. */
function inOrder(file: string, name: string, order: string[]): (number | null)[] {
  const found = expected[file]?.variables[name];
  if (!found) throw new Error(`${file} has no ${name}`);
  const { dimensions, shape, values } = found;
  const stride = (axis: number) => sizeOf(shape.slice(axis + 1));
  let at = [0];
  for (const dimension of order) {
    const axis = dimensions.indexOf(dimension);
    if (axis < 0) continue;
    at = at.flatMap((base) =>
      Array.from({ length: shape[axis] as number }, (_, i) => base + i * stride(axis)),
    );
  }
  return at.map((i) => values[i] ?? null);
}

for (const [file, axes] of [
  ['classic.nc', { time: 'time', x: 'lon', y: 'lat' }],
  ['netcdf4.nc', { time: 'time', x: 'lon', y: 'lat' }],
  ['scaled.nii', { time: 'time', x: 'x', y: 'y', z: 'z' }],
  ['second.nii.gz', { x: 'x', y: 'y', z: 'z' }],
] as [string, Record<string, string>][])
  test(`${file}: values and axes are those of the library of record`, async () => {
    const { version, data } = await load(new File([readFileSync(fixture(file))], file));
    const grid = gridOf(version.schema) as GridSchema;
    const sizes = Object.entries(grid.axes);
    expect(Object.fromEntries(sizes.flatMap(([axis, { name }]) => (name ? [[axis, name]] : [])))).toEqual(
      axes,
    );
    expect(grid.channels.length).toBe(file.endsWith('.nc') ? 2 : 1);
    const { time, x, y, z } = grid.axes;
    for (const [channel, { name }] of grid.channels.entries()) {
      const box = await boxOf(data, version.id, {
        recording: 0,
        channel,
        time: [0, time.size],
        x: [0, x.size],
        y: [0, y.size],
        z: [0, z.size],
      });
      const order = ['time', 'x', 'y', 'z'].map((axis) => axes[axis] ?? '');
      const wanted = inOrder(file, name, order);
      expect(box.length).toBe(wanted.length);
      wanted.forEach((value, i) => {
        if (value === null) expect(box[i]).toBeNaN();
        else expect(box[i]).toBeCloseTo(value, 4);
      });
      const present = wanted.filter((value) => value !== null);
      expect(grid.channels[channel]?.mean).toBeCloseTo(
        present.reduce((a, b) => a + b, 0) / present.length,
        4,
      );
      expect(grid.channels[channel]?.missing).toBe(wanted.length - present.length);
    }
  });
