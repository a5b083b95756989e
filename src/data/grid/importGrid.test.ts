import { gridOf } from '#/core/grid/gridOf';
import { describe, expect, test } from 'vitest';
import { code, weatherFile, weatherRoles, whole } from './fixtures/fieldFiles';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { gridStudio } from './fixtures/gridStudio';
import { type MemoryVariable, memoryArrays } from './fixtures/memoryArrays';
import { boxOf, inspectField } from './fixtures/fieldCalls';

const studio = gridStudio(freshStorage);

describe('a file that says what its dimensions are', () => {
  test('becomes a field in the stored order with axes, channels, windows and statistics', async () => {
    const data = studio.open({ 'w.nc': weatherFile });
    const { version, events } = await studio.load(data, ['w.nc']);
    const grid = gridOf(version.schema);
    expect(version.schema.kind).toBe('spacetime4d');
    expect((await studio.storage.datasets.get(studio.datasetId))?.kind).toBe('spacetime4d');
    expect(grid).toMatchObject({
      recordings: 1,
      axes: {
        time: { name: 'time', size: 6 },
        x: { name: 'lon', size: 5 },
        y: { name: 'lat', size: 4, unit: 'degrees_north', first: 90, last: 0 },
        z: { name: 'level', size: 3 },
      },
      windowing: { length: 1, stride: 1, horizon: 1 },
    });
    expect(grid?.channels.map(({ name, unit }) => [name, unit])).toEqual([
      ['u', 'K'],
      ['v', 'K'],
    ]);
    const all: number[] = [];
    for (let t = 0; t < 6; t++)
      for (let x = 0; x < 5; x++)
        for (let y = 0; y < 4; y++) for (let z = 0; z < 3; z++) all.push(code([t, z, y, x]));
    expect([...(await boxOf(data, version.id, whole))]).toEqual(all);
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    const std = Math.sqrt(all.reduce((a, b) => a + (b - mean) ** 2, 0) / all.length);
    expect(grid?.channels[0]).toMatchObject({ min: 0, max: Math.max(...all), missing: 0 });
    expect(grid?.channels[0]?.mean).toBeCloseTo(mean, 9);
    expect(grid?.channels[1]?.mean).toBeCloseTo(mean + 0.5, 9);
    expect(grid?.channels[1]?.std).toBeCloseTo(std, 9);
    expect(version.rows).toBe(5);
    expect(version.schema.columns.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'recording group',
      'start time',
    ]);
    expect((await data.rows(version.id, 3, 5)).rows).toEqual([
      ['0', '3'],
      ['0', '4'],
    ]);
    expect(version.bytes).toBe((await studio.storage.status()).datasetBytes);
    // Of what was read; a sign of life may come after it.
    expect(events.filter((event) => 'times' in event).at(-1)).toMatchObject({ times: { done: 6, total: 6 } });
    expect(studio.opened.every(({ closed }) => closed)).toBe(true);
    expect(version.issues).toEqual([]);
  });

  test('a box inside it, of another channel', async () => {
    const data = studio.open({ 'w.nc': weatherFile });
    const { version } = await studio.load(data, ['w.nc']);
    const box = await boxOf(data, version.id, {
      recording: 0,
      channel: 1,
      time: [4, 2],
      x: [1, 2],
      y: [3, 1],
      z: [0, 2],
    });
    expect([...box]).toEqual(
      [4, 5].flatMap((t) => [1, 2].flatMap((x) => [0, 1].map((z) => code([t, z, 3, x]) + 0.5))),
    );
    await expect(boxOf(data, version.id, { ...whole, x: [4, 2] })).rejects.toThrow(
      'There is no x 4 to 5: there are 5, counted from 0.',
    );
    await expect(boxOf(data, version.id, { ...whole, channel: 2 })).rejects.toThrow('no channel 2');
  });

  test('is told apart from one that does not', async () => {
    const data = studio.open({
      'w.nc': weatherFile,
      'a.npy': () => memoryArrays([{ name: 'a', dimensions: [['dim0', 4]], value: code }]),
    });
    const info = await inspectField(data, new File(['bytes'], 'w.nc'));
    expect(info).toMatchObject({
      fileName: 'w.nc',
      coordinates: [{ dimension: 'lat', first: 90, last: 0, unit: 'degrees_north' }],
      guess: { mapping: { variables: ['u', 'v'], axes: weatherRoles } },
    });
    expect((await inspectField(data, new File(['bytes'], 'a.npy')))?.guess).toBeUndefined();
    expect(await inspectField(data, new File(['a,b\n1,2\n'], 't.csv'))).toBeUndefined();
    await expect(studio.load(data, ['a.npy'])).rejects.toMatchObject({
      code: 'badInput',
      place: 'a.npy: a (dim0 4)',
    });
    expect(studio.opened.every(({ closed }) => closed)).toBe(true);
  });
});

test('a long file is read and stored piece by piece, in chunks of at most 4 MiB of whole times', async () => {
  const long = () =>
    memoryArrays(
      [
        {
          name: 'h',
          dimensions: [
            ['x', 1000],
            ['t', 25_000],
          ],
          value: ([x = 0, t = 0]) => t + x / 1024,
        },
      ],
      { roles: { x: 'x', t: 'time' } },
    );
  const data = studio.open({ 'h.npy': long });
  const { version } = await studio.load(data, ['h.npy'], {
    mapping: { variables: ['h'], axes: { x: 'x', t: 'time' }, fixed: {} },
    windowing: { length: 100, stride: 100, horizon: 0 },
    labels: { kind: 'none' },
  });
  const chunks = gridOf(version.schema)?.chunks ?? [];
  expect(studio.opened[0]?.largest).toBeLessThanOrEqual(16 * 1024 * 1024);
  expect(Math.max(...chunks.map(({ bytes }) => bytes))).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(chunks.map(({ times }) => times).reduce((a, b) => a + b)).toBe(25_000);
  expect(chunks.map(({ timeStart }) => timeStart)).toEqual(chunks.map((_, i) => i * 1048));
  const across = await boxOf(data, version.id, {
    recording: 0,
    channel: 0,
    time: [1046, 4],
    x: [512, 1],
    y: [0, 1],
    z: [0, 1],
  });
  expect([...across]).toEqual([1046.5, 1047.5, 1048.5, 1049.5]);
}, 60_000);

describe('what is noticed', () => {
  const holes = (value: MemoryVariable['value']) => () =>
    memoryArrays(
      [
        {
          name: 'q',
          dimensions: [
            ['n', 2],
            ['t', 5],
            ['x', 3],
          ],
          value,
        },
      ],
      { roles: { n: 'sample', t: 'time', x: 'x' } },
    );

  test('times without values are told with their place, infinite values are missing', async () => {
    const data = studio.open({
      'q.nc': holes(([n = 0, t = 0, x = 0]) =>
        n === 1 && t > 0 ? Number.NaN : x === 2 && t === 0 ? Number.POSITIVE_INFINITY : x,
      ),
    });
    const { version } = await studio.load(data, ['q.nc']);
    expect(gridOf(version.schema)?.channels[0]).toMatchObject({ min: 0, max: 2, missing: 14 });
    expect(version.issues.map(({ message, count }) => `${message} ${count}`)).toEqual([
      '“q” has no values at time 1 of recording 1, time 2 of recording 1, time 3 of recording 1 and 1 more. 4',
      'Infinite values count as missing. 2',
    ]);
  });

  test('a variable of nothing but fill values is refused', async () => {
    const data = studio.open({ 'q.nc': holes(() => Number.NaN) });
    await expect(studio.load(data, ['q.nc'])).rejects.toThrow('“q” has no values');
    expect(await studio.storage.datasets.versions(studio.datasetId)).toEqual([]);
  });
});

test('a cancelled import commits nothing and closes its file', async () => {
  const data = studio.open({
    'w.nc': () => {
      const arrays = weatherFile();
      const { read } = arrays;
      arrays.read = async (...box) => {
        await data.cancel('j');
        return read(...box);
      };
      return arrays;
    },
  });
  await expect(studio.load(data, ['w.nc'])).rejects.toMatchObject({ code: 'cancelled' });
  expect(await studio.storage.datasets.versions(studio.datasetId)).toEqual([]);
  expect(studio.opened[0]?.closed).toBe(true);
  await studio.storage.collectGarbage({ graceMs: -1000 });
  expect((await studio.storage.status()).unreferencedBytes).toBe(0);
});
