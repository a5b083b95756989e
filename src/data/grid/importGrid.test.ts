import { freshStorage } from '#/storage/fixtures/freshStorage';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AxisRole } from '#/core/grid/arrayFile';
import type { GridBoxRequest, GridImportOptions } from '#/core/grid/gridSchema';
import { windowsOf } from '#/core/grid/windowsOf';
import type { DataApi, ImportEvent } from '#/core/protocol/dataApi';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { createDataService } from '../dataService';
import { type MemoryArrays, type MemoryVariable, memoryArrays, openMemory } from './fixtures/memoryArrays';

let storage: Storage;
let datasetId: string;
let opened: MemoryArrays[];

beforeEach(async () => {
  storage = await freshStorage();
  datasetId = (await storage.datasets.create({ name: 'd', kind: 'spacetime4d' })).id;
  opened = [];
});

const open = (files: Record<string, () => MemoryArrays>): DataApi =>
  createDataService(
    async () => storage,
    openMemory(
      Object.fromEntries(
        Object.entries(files).map(([name, make]) => [
          name,
          () => {
            const arrays = make();
            opened.push(arrays);
            return arrays;
          },
        ]),
      ),
    ),
  );

async function load(
  data: DataApi,
  names: string[],
  grid?: GridImportOptions,
): Promise<{ version: DatasetVersion; events: ImportEvent[] }> {
  const { port1, port2 } = new MessageChannel();
  const events: ImportEvent[] = [];
  port1.onmessage = (message) => events.push(message.data as ImportEvent);
  const [file, ...more] = names.map((name) => new File(['bytes'], name)) as [File, ...File[]];
  const version = await data.import({ jobId: 'j', datasetId, file, more, grid }, port2);
  await new Promise((resolve) => setTimeout(resolve, 10));
  port1.close();
  return { version, events };
}

/** Each value tells where it was in the file. */
const code = (index: number[]) => index.reduce((sum, i) => sum * 10 + i, 0);

const weather = (name: string, offset: number): MemoryVariable => ({
  name,
  dimensions: [
    ['time', 6],
    ['level', 3],
    ['lat', 4],
    ['lon', 5],
  ],
  value: (index) => code(index) + offset,
});
const weatherRoles: Record<string, AxisRole> = { time: 'time', level: 'z', lat: 'y', lon: 'x' };
const weatherFile = () =>
  memoryArrays([weather('u', 0), weather('v', 0.5)], {
    roles: weatherRoles,
    coordinates: [{ dimension: 'lat', values: Float64Array.of(90, 60, 30, 0), unit: 'degrees_north' }],
  });
const whole: GridBoxRequest = {
  recording: 0,
  channel: 0,
  time: [0, 6],
  x: [0, 5],
  y: [0, 4],
  z: [0, 3],
};

describe('a file that says what its dimensions are', () => {
  test('becomes a field in the stored order with axes, channels, windows and statistics', async () => {
    const data = open({ 'w.nc': weatherFile });
    const { version, events } = await load(data, ['w.nc']);
    const grid = version.schema.grid;
    expect(version.schema.kind).toBe('spacetime4d');
    expect((await storage.datasets.get(datasetId))?.kind).toBe('spacetime4d');
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
    expect([...(await data.gridBox(version.id, whole))]).toEqual(all);
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    const std = Math.sqrt(all.reduce((a, b) => a + (b - mean) ** 2, 0) / all.length);
    expect(grid?.channels[0]).toMatchObject({ min: 0, max: Math.max(...all), missing: 0 });
    expect(grid?.channels[0]?.mean).toBeCloseTo(mean, 9);
    expect(grid?.channels[1]?.mean).toBeCloseTo(mean + 0.5, 9);
    expect(grid?.channels[1]?.std).toBeCloseTo(std, 9);
    expect(version.rows).toBe(5);
    expect(version.schema.fields.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'recording group',
      'start time',
    ]);
    expect((await data.rows(version.id, 3, 5)).rows).toEqual([
      ['0', '3'],
      ['0', '4'],
    ]);
    expect(version.bytes).toBe((await storage.status()).datasetBytes);
    expect(events.at(-1)).toMatchObject({ times: { done: 6, total: 6 } });
    expect(opened.every(({ closed }) => closed)).toBe(true);
    expect(version.issues).toEqual([]);
  });

  test('a box inside it, of another channel', async () => {
    const data = open({ 'w.nc': weatherFile });
    const { version } = await load(data, ['w.nc']);
    const box = await data.gridBox(version.id, {
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
    await expect(data.gridBox(version.id, { ...whole, x: [4, 2] })).rejects.toThrow(
      'There is no x 4 to 5: there are 5, counted from 0.',
    );
    await expect(data.gridBox(version.id, { ...whole, channel: 2 })).rejects.toThrow('no channel 2');
  });

  test('is told apart from one that does not', async () => {
    const data = open({
      'w.nc': weatherFile,
      'a.npy': () => memoryArrays([{ name: 'a', dimensions: [['dim0', 4]], value: code }]),
    });
    const info = await data.inspectArrays(new File([''], 'w.nc'));
    expect(info).toMatchObject({
      fileName: 'w.nc',
      coordinates: [{ dimension: 'lat', first: 90, last: 0, unit: 'degrees_north' }],
      guess: { mapping: { variables: ['u', 'v'], axes: weatherRoles } },
    });
    expect((await data.inspectArrays(new File([''], 'a.npy')))?.guess).toBeUndefined();
    expect(await data.inspectArrays(new File(['a,b\n1,2\n'], 't.csv'))).toBeUndefined();
    await expect(load(data, ['a.npy'])).rejects.toMatchObject({
      code: 'badInput',
      place: 'a.npy: a (dim0 4)',
    });
    expect(opened.every(({ closed }) => closed)).toBe(true);
  });
});

describe('a part of a file', () => {
  const u: GridImportOptions = {
    mapping: {
      variables: ['u'],
      axes: weatherRoles,
      fixed: {},
      ranges: { time: { start: 1, count: 2, step: 3 }, lat: { start: 1, count: 3, step: 1 } },
    },
    windowing: { length: 1, stride: 1, horizon: 1 },
    labels: { kind: 'future' },
  };

  test('is all that is read and stored, with its own coordinates', async () => {
    const data = open({ 'w.nc': weatherFile });
    const { version } = await load(data, ['w.nc'], u);
    const { axes, chunks } = version.schema.grid as NonNullable<typeof version.schema.grid>;
    expect(axes.time.size).toBe(2);
    expect(axes.y).toMatchObject({ size: 3, first: 60, last: 0 });
    const part: GridBoxRequest = { ...whole, time: [0, 2], y: [0, 3] };
    const wanted: number[] = [];
    for (const t of [1, 4])
      for (let x = 0; x < 5; x++)
        for (const y of [1, 2, 3]) for (let z = 0; z < 3; z++) wanted.push(code([t, z, y, x]));
    expect([...(await data.gridBox(version.id, part))]).toEqual(wanted);
    expect(chunks.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(4 * wanted.length);
    expect(opened.at(-1)?.largest).toBe(wanted.length);
  });

  test('of recordings, times and channels: names and labels are those of the part', async () => {
    const data = open({ 'e.npz': events(30, (event) => event * 10) });
    const options = eventOptions({ kind: 'variable', variable: 'state', also: ['run/label'] }, { length: 1 });
    options.mapping.ranges = {
      n: { start: 3, count: 2, step: 4 },
      t: { start: 1, count: 2, step: 2 },
      c: { start: 1, count: 1, step: 1 },
    };
    const { version } = await load(data, ['e.npz'], options);
    expect(version.schema.grid?.channels.map(({ name }) => name)).toEqual(['x 1']);
    const { rows } = await data.rows(version.id, 0, 4);
    expect(rows.map((row) => row.map(Number))).toEqual([
      [0, 0, 30, code([1, 3])],
      [0, 1, 30, code([3, 3])],
      [1, 0, 70, code([1, 7])],
      [1, 1, 70, code([3, 7])],
    ]);
  });

  test('the whole is refused before a value is read when there is no room for it', async () => {
    storage = { ...storage, roomBytes: async () => 1000 };
    const data = open({ 'w.nc': weatherFile });
    expect((await data.inspectArrays(new File([''], 'w.nc')))?.roomBytes).toBe(1000);
    const { ranges: _, ...mapping } = u.mapping;
    await expect(load(data, ['w.nc'], { ...u, mapping })).rejects.toMatchObject({
      code: 'quota',
      message: 'This needs 1.4 kB; the browser has room for 1 kB.',
      place: 'w.nc, size',
      hint: expect.stringMatching(/^Take a part of a dimension/),
    });
    expect(opened.at(-1)).toMatchObject({ largest: 0, closed: true });
    await expect(load(data, ['w.nc'], u)).resolves.toBeDefined();
  });
});

const events = (count: number, label: (event: number) => number) => () =>
  memoryArrays([
    {
      name: 'x',
      dimensions: [
        ['n', count],
        ['t', 4],
        ['c', 2],
        ['i', 3],
      ],
      value: (index) => code(index),
    },
    { name: 'run/label', dimensions: [['n', count]], value: ([event = 0]) => label(event) },
    { name: 'phase', dimensions: [['t', 4]], value: ([time = 0]) => time * 2 },
    {
      name: 'state',
      dimensions: [
        ['t', 4],
        ['n', count],
      ],
      value: code,
    },
  ]);
const eventOptions = (labels: GridImportOptions['labels'], windowing = {}): GridImportOptions => ({
  mapping: { variables: ['x'], axes: { n: 'sample', t: 'time', c: 'channel', i: 'x' }, fixed: {} },
  windowing: { length: 4, stride: 1, horizon: 0, ...windowing },
  labels,
});

describe('many recordings with labels', () => {
  test('share chunks; a label of each recording is the target', async () => {
    const data = open({ 'e.npz': events(30, (event) => event % 2) });
    const { version } = await load(
      data,
      ['e.npz'],
      eventOptions({ kind: 'variable', variable: 'run/label' }),
    );
    const grid = version.schema.grid;
    expect(grid?.chunks).toEqual([
      { hash: expect.any(String), bytes: 30 * 4 * 6 * 4, recording: 0, timeStart: 0, times: 120 },
    ]);
    expect(grid?.channels.map(({ name }) => name)).toEqual(['x 0', 'x 1']);
    expect(version.schema.fields.at(-1)).toMatchObject({ name: 'label', role: 'target' });
    expect(version.rows).toBe(30);
    expect((await data.rows(version.id, 28, 2)).rows).toEqual([
      ['28', '0', '0'],
      ['29', '0', '1'],
    ]);
    const box = await data.gridBox(version.id, {
      recording: 7,
      channel: 1,
      time: [2, 1],
      x: [0, 3],
      y: [0, 1],
      z: [0, 1],
    });
    expect([...box]).toEqual([7210, 7211, 7212]);
  });

  test('labels over time are those of the last time of each window', async () => {
    const data = open({ 'e.npz': events(2, () => 0) });
    const windowing = { length: 2, stride: 2 };
    const phase = await load(
      data,
      ['e.npz'],
      eventOptions({ kind: 'variable', variable: 'phase' }, windowing),
    );
    expect((await data.rows(phase.version.id, 0, 9)).rows).toEqual([
      ['0', '0', '2'],
      ['0', '2', '6'],
      ['1', '0', '2'],
      ['1', '2', '6'],
    ]);
    const state = await load(
      data,
      ['e.npz'],
      eventOptions({ kind: 'variable', variable: 'state' }, windowing),
    );
    expect((await data.rows(state.version.id, 0, 9)).rows.map((row) => row[2])).toEqual([
      '10',
      '30',
      '11',
      '31',
    ]);
  });

  test('labels of a table: in order, by key, per time, or refused with what would fit', async () => {
    const data = open({ 'e.npz': events(3, () => 0) });
    const withTable = (text: string, key?: string) =>
      load(data, ['e.npz'], eventOptions({ kind: 'table', file: new File([text], 'l.csv'), key }));
    const ordered = await withTable('start,kind\n5,a\n6,b\n7,a\n');
    expect(ordered.version.schema.fields.map(({ name }) => name)).toEqual([
      'recording',
      'start',
      'start_2',
      'kind',
    ]);
    expect((await data.rows(ordered.version.id, 1, 1)).rows).toEqual([['1', '0', '6', 'b']]);
    const keyed = await withTable('who,kind\n2,z\n0,x\n1,y\n9,w\n', 'who');
    expect((await data.rows(keyed.version.id, 0, 3)).rows.map((row) => row[2])).toEqual(['x', 'y', 'z']);
    const timed = await withTable(`kind\n${Array.from({ length: 12 }, (_, i) => `k${i}`).join('\n')}\n`);
    expect((await data.rows(timed.version.id, 0, 3)).rows.map((row) => row[2])).toEqual(['k3', 'k7', 'k11']);
    await expect(withTable('kind\na\nb\n')).rejects.toMatchObject({
      message: 'The table of labels has 2 rows; there are 3 recordings.',
      place: 'l.csv',
      hint: expect.stringContaining('3 rows (one per recording) or 12 (one per time)'),
    });
    await expect(withTable('who,kind\n0,a\n1,b\n', 'who')).rejects.toThrow('no row for the recording “2”');
    await expect(withTable('who,kind\n0,a\n0,b\n2,c\n', 'who')).rejects.toThrow('twice in the key column');
    await expect(withTable('a,kind\n0,a\n', 'who')).rejects.toThrow('no column “who”');
  });

  test('files in folders: each a recording of its class, named by its file', async () => {
    const volume =
      (offset: number, size = 3) =>
      () =>
        memoryArrays(
          [
            {
              name: 'volume',
              dimensions: [
                ['x', size],
                ['t', 2],
              ],
              value: (index) => code(index) + offset,
            },
          ],
          { roles: { x: 'x', t: 'time' } },
        );
    const data = open({
      'a.nii': volume(0),
      'b.nii': volume(100),
      'c.nii': volume(200),
      'd.nii': volume(0, 4),
    });
    const options: GridImportOptions = {
      mapping: { variables: ['volume'], axes: { x: 'x', t: 'time' }, fixed: {} },
      windowing: { length: 2, stride: 1, horizon: 0 },
      labels: { kind: 'folder', folders: ['ill', 'well', 'ill'] },
    };
    const { version } = await load(data, ['a.nii', 'b.nii', 'c.nii'], options);
    expect((await data.rows(version.id, 0, 3)).rows).toEqual([
      ['0', '0', 'a.nii', 'ill'],
      ['1', '0', 'b.nii', 'well'],
      ['2', '0', 'c.nii', 'ill'],
    ]);
    expect(version.schema.fields.map(({ role }) => role)).toEqual(['group', 'time', 'ignored', 'target']);
    const box = await data.gridBox(version.id, {
      recording: 1,
      channel: 0,
      time: [1, 1],
      x: [0, 3],
      y: [0, 1],
      z: [0, 1],
    });
    expect([...box]).toEqual([101, 111, 121]);
    await expect(load(data, ['a.nii', 'b.nii', 'd.nii'], options)).rejects.toMatchObject({
      message: expect.stringContaining('The shape is 1 × 2 × 4 × 1 × 1 × 1'),
      place: 'd.nii',
    });
    await expect(load(data, ['a.nii', 'b.nii', 't.csv'], options)).rejects.toMatchObject({ place: 't.csv' });
    expect(opened.every(({ closed }) => closed)).toBe(true);
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
  const data = open({ 'h.npy': long });
  const { version } = await load(data, ['h.npy'], {
    mapping: { variables: ['h'], axes: { x: 'x', t: 'time' }, fixed: {} },
    windowing: { length: 100, stride: 100, horizon: 0 },
    labels: { kind: 'none' },
  });
  const chunks = version.schema.grid?.chunks ?? [];
  expect(opened[0]?.largest).toBeLessThanOrEqual(16 * 1024 * 1024);
  expect(Math.max(...chunks.map(({ bytes }) => bytes))).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(chunks.map(({ times }) => times).reduce((a, b) => a + b)).toBe(25_000);
  expect(chunks.map(({ timeStart }) => timeStart)).toEqual(chunks.map((_, i) => i * 1048));
  const across = await data.gridBox(version.id, {
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
    const data = open({
      'q.nc': holes(([n = 0, t = 0, x = 0]) =>
        n === 1 && t > 0 ? Number.NaN : x === 2 && t === 0 ? Number.POSITIVE_INFINITY : x,
      ),
    });
    const { version } = await load(data, ['q.nc']);
    expect(version.schema.grid?.channels[0]).toMatchObject({ min: 0, max: 2, missing: 14 });
    expect(version.issues.map(({ message, count }) => `${message} ${count}`)).toEqual([
      '“q” has no values at time 1 of recording 1, time 2 of recording 1, time 3 of recording 1 and 1 more. 4',
      'Infinite values count as missing. 2',
    ]);
  });

  test('a variable of nothing but fill values is refused', async () => {
    const data = open({ 'q.nc': holes(() => Number.NaN) });
    await expect(load(data, ['q.nc'])).rejects.toThrow('“q” has no values');
    expect(await storage.datasets.versions(datasetId)).toEqual([]);
  });
});

test('a cancelled import commits nothing and closes its file', async () => {
  const data = open({
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
  await expect(load(data, ['w.nc'])).rejects.toMatchObject({ code: 'cancelled' });
  expect(await storage.datasets.versions(datasetId)).toEqual([]);
  expect(opened[0]?.closed).toBe(true);
  await storage.collectGarbage({ graceMs: -1000 });
  expect((await storage.status()).unreferencedBytes).toBe(0);
});

describe('rewindow', () => {
  test('other windows and patches over the same chunks, labels as they came', async () => {
    const data = open({ 'e.npz': events(2, () => 0) });
    const { version } = await load(data, ['e.npz'], eventOptions({ kind: 'variable', variable: 'state' }));
    const patch = {
      size: [2, 1, 1] as [number, number, number],
      stride: [1, 1, 1] as [number, number, number],
    };
    const next = await data.rewindow(version.id, { length: 3, stride: 1, horizon: 0, patch });
    expect(next.schema.grid?.chunks).toEqual(version.schema.grid?.chunks);
    expect(next).toMatchObject({ number: 2, rows: windowsOf(next.schema.grid as never).count });
    expect(next.schema.fields.map(({ name }) => name)).toEqual([
      'recording',
      'start',
      'x0',
      'y0',
      'z0',
      'state',
    ]);
    expect((await data.rows(next.id, 0, 9)).rows).toEqual([
      ['0', '0', '0', '0', '0', '20'],
      ['0', '0', '1', '0', '0', '20'],
      ['0', '1', '0', '0', '0', '30'],
      ['0', '1', '1', '0', '0', '30'],
      ['1', '0', '0', '0', '0', '21'],
      ['1', '0', '1', '0', '0', '21'],
      ['1', '1', '0', '0', '0', '31'],
      ['1', '1', '1', '0', '0', '31'],
    ]);
    await expect(data.rewindow(version.id, { length: 5, stride: 1, horizon: 0 })).rejects.toThrow(
      'longer than the series',
    );
  });

  test('other labels, none, and types that a person chose stay', async () => {
    const data = open({ 'e.npz': events(4, (event) => event % 2) });
    const { version } = await load(
      data,
      ['e.npz'],
      eventOptions({ kind: 'variable', variable: 'run/label' }),
    );
    const retyped = await data.retype(
      version.id,
      version.schema.fields.map((field) =>
        field.name === 'label' ? { ...field, type: 'categorical' } : field,
      ),
    );
    expect(retyped.schema.grid).toEqual(version.schema.grid);
    expect(retyped.issues.filter(({ field }) => field === 'start')).toEqual([]);
    const windowing = { length: 2, stride: 1, horizon: 0 };
    const kept = await data.rewindow(retyped.id, windowing);
    expect(kept.schema.fields.at(-1)).toEqual({ name: 'label', type: 'categorical', role: 'target' });
    const file = new File(['kind\nq\nr\nq\nr\n'], 'k.csv');
    const other = await data.rewindow(kept.id, windowing, { kind: 'table', file });
    expect(other.schema.fields.at(-1)).toMatchObject({ name: 'kind', role: 'target' });
    const none = await data.rewindow(other.id, { ...windowing, horizon: 1 }, { kind: 'future' });
    expect(none.schema.fields.map(({ name }) => name)).toEqual(['recording', 'start']);
    await expect(
      data.rewindow(none.id, windowing, { kind: 'variable', variable: 'run/label' }),
    ).rejects.toMatchObject({ code: 'unsupported' });
  });
});
