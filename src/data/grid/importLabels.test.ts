import { gridOf } from '#/core/grid/gridOf';
import { describe, expect, test } from 'vitest';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import { memoryArrays } from './fixtures/memoryArrays';
import { code, events, eventOptions } from './fixtures/fieldFiles';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { gridStudio } from './fixtures/gridStudio';
import { boxOf } from './fixtures/fieldCalls';

const studio = gridStudio(freshStorage);

describe('many recordings with labels', () => {
  test('share chunks; a label of each recording is the target', async () => {
    const data = studio.open({ 'e.npz': events(30, (event) => event % 2) });
    const { version } = await studio.load(
      data,
      ['e.npz'],
      eventOptions({ kind: 'variable', variable: 'run/label' }),
    );
    const grid = gridOf(version.schema);
    expect(grid?.chunks).toEqual([
      { hash: expect.any(String), bytes: 30 * 4 * 6 * 4, recording: 0, timeStart: 0, times: 120 },
    ]);
    expect(grid?.channels.map(({ name }) => name)).toEqual(['x 0', 'x 1']);
    expect(version.schema.columns.at(-1)).toMatchObject({ name: 'label', role: 'target' });
    expect(version.rows).toBe(30);
    expect((await data.rows(version.id, 28, 2)).rows).toEqual([
      ['28', '0', '0'],
      ['29', '0', '1'],
    ]);
    const box = await boxOf(data, version.id, {
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
    const data = studio.open({ 'e.npz': events(2, () => 0) });
    const windowing = { length: 2, stride: 2 };
    const phase = await studio.load(
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
    const state = await studio.load(
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
    const data = studio.open({ 'e.npz': events(3, () => 0) });
    const withTable = (text: string, key?: string) =>
      studio.load(data, ['e.npz'], eventOptions({ kind: 'table', file: new File([text], 'l.csv'), key }));
    const ordered = await withTable('start,kind\n5,a\n6,b\n7,a\n');
    expect(ordered.version.schema.columns.map(({ name }) => name)).toEqual([
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
    const data = studio.open({
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
    const { version } = await studio.load(data, ['a.nii', 'b.nii', 'c.nii'], options);
    expect((await data.rows(version.id, 0, 3)).rows).toEqual([
      ['0', '0', 'a.nii', 'ill'],
      ['1', '0', 'b.nii', 'well'],
      ['2', '0', 'c.nii', 'ill'],
    ]);
    expect(version.schema.columns.map(({ role }) => role)).toEqual(['group', 'time', 'ignored', 'target']);
    const box = await boxOf(data, version.id, {
      recording: 1,
      channel: 0,
      time: [1, 1],
      x: [0, 3],
      y: [0, 1],
      z: [0, 1],
    });
    expect([...box]).toEqual([101, 111, 121]);
    await expect(studio.load(data, ['a.nii', 'b.nii', 'd.nii'], options)).rejects.toMatchObject({
      message: expect.stringContaining('The shape is 1 × 2 × 4 × 1 × 1 × 1'),
      place: 'd.nii',
    });
    await expect(studio.load(data, ['a.nii', 'b.nii', 't.csv'], options)).rejects.toMatchObject({
      place: 't.csv',
    });
    expect(studio.opened.every(({ closed }) => closed)).toBe(true);
  });
});
