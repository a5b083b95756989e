import type { GridSchema } from '#/core/grid/gridSchema';
import { gridOf } from '#/core/grid/gridOf';
import { describe, expect, test } from 'vitest';
import type { GridBoxRequest, GridImportOptions } from '#/core/grid/gridSchema';
import { code, weatherFile, weatherRoles, events, eventOptions, whole } from './fixtures/fieldFiles';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { gridStudio } from './fixtures/gridStudio';
import { boxOf, inspectField } from './fixtures/fieldCalls';

const studio = gridStudio(freshStorage);

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
    const data = studio.open({ 'w.nc': weatherFile });
    const { version } = await studio.load(data, ['w.nc'], u);
    const { axes, chunks } = gridOf(version.schema) as GridSchema;
    expect(axes.time.size).toBe(2);
    expect(axes.y).toMatchObject({ size: 3, first: 60, last: 0 });
    const part: GridBoxRequest = { ...whole, time: [0, 2], y: [0, 3] };
    const wanted: number[] = [];
    for (const t of [1, 4])
      for (let x = 0; x < 5; x++)
        for (const y of [1, 2, 3]) for (let z = 0; z < 3; z++) wanted.push(code([t, z, y, x]));
    expect([...(await boxOf(data, version.id, part))]).toEqual(wanted);
    expect(chunks.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(4 * wanted.length);
    expect(studio.opened.at(-1)?.largest).toBe(wanted.length);
  });

  test('of recordings, times and channels: names and labels are those of the part', async () => {
    const data = studio.open({ 'e.npz': events(30, (event) => event * 10) });
    const options = eventOptions({ kind: 'variable', variable: 'state', also: ['run/label'] }, { length: 1 });
    options.mapping.ranges = {
      n: { start: 3, count: 2, step: 4 },
      t: { start: 1, count: 2, step: 2 },
      c: { start: 1, count: 1, step: 1 },
    };
    const { version } = await studio.load(data, ['e.npz'], options);
    expect(gridOf(version.schema)?.channels.map(({ name }) => name)).toEqual(['x 1']);
    const { rows } = await data.rows(version.id, 0, 4);
    expect(rows.map((row) => row.map(Number))).toEqual([
      [0, 0, 30, code([1, 3])],
      [0, 1, 30, code([3, 3])],
      [1, 0, 70, code([1, 7])],
      [1, 1, 70, code([3, 7])],
    ]);
  });

  test('is called as it is told, whatever the file calls its variable', async () => {
    const data = studio.open({ 'w.nc': weatherFile });
    const mapping = { ...u.mapping, names: { u: 'wind' } };
    const { version } = await studio.load(data, ['w.nc'], { ...u, mapping });
    expect(gridOf(version.schema)?.channels.map(({ name }) => name)).toEqual(['wind']);
  });

  test('the whole is refused before a value is read when there is no room for it', async () => {
    studio.storage = { ...studio.storage, roomBytes: async () => 1000 };
    const data = studio.open({ 'w.nc': weatherFile });
    expect((await inspectField(data, new File(['bytes'], 'w.nc')))?.roomBytes).toBe(1000);
    const { ranges: _, ...mapping } = u.mapping;
    await expect(studio.load(data, ['w.nc'], { ...u, mapping })).rejects.toMatchObject({
      code: 'quota',
      message: 'This needs 1.4 kB; the browser has room for 1 kB.',
      place: 'w.nc, size',
      hint: expect.stringMatching(/^Take a part of a dimension/),
    });
    expect(studio.opened.at(-1)).toMatchObject({ largest: 0, closed: true });
    await expect(studio.load(data, ['w.nc'], u)).resolves.toBeDefined();
  });
});
