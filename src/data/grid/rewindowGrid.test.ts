import { gridOf } from '#/core/grid/gridOf';
import { describe, expect, test } from 'vitest';
import { windowsOf } from '#/core/grid/windowsOf';
import { events, eventOptions } from './fixtures/fieldFiles';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { gridStudio } from './fixtures/gridStudio';
import { recut } from './fixtures/fieldCalls';

const studio = gridStudio(freshStorage);

describe('rewindow', () => {
  test('other windows and patches over the same chunks, labels as they came', async () => {
    const data = studio.open({ 'e.npz': events(2, () => 0) });
    const { version } = await studio.load(
      data,
      ['e.npz'],
      eventOptions({ kind: 'variable', variable: 'state' }),
    );
    const patch = {
      size: [2, 1, 1] as [number, number, number],
      stride: [1, 1, 1] as [number, number, number],
    };
    const next = await recut(data, version.id, { length: 3, stride: 1, horizon: 0, patch });
    expect(gridOf(next.schema)?.chunks).toEqual(gridOf(version.schema)?.chunks);
    expect(next).toMatchObject({ number: 2, rows: windowsOf(gridOf(next.schema) as never).count });
    expect(next.schema.columns.map(({ name }) => name)).toEqual([
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
    await expect(recut(data, version.id, { length: 5, stride: 1, horizon: 0 })).rejects.toThrow(
      'longer than the series',
    );
  });

  test('other labels, none, and types that a person chose stay', async () => {
    const data = studio.open({ 'e.npz': events(4, (event) => event % 2) });
    const { version } = await studio.load(
      data,
      ['e.npz'],
      eventOptions({ kind: 'variable', variable: 'run/label' }),
    );
    const retyped = await data.revise(version.id, {
      columns: version.schema.columns.map((field) =>
        field.name === 'label' ? { ...field, type: 'categorical' } : field,
      ),
    });
    expect(gridOf(retyped.schema)).toEqual(gridOf(version.schema));
    expect(retyped.issues.filter(({ column: field }) => field === 'start')).toEqual([]);
    const windowing = { length: 2, stride: 1, horizon: 0 };
    const kept = await recut(data, retyped.id, windowing);
    expect(kept.schema.columns.at(-1)).toEqual({ name: 'label', type: 'categorical', role: 'target' });
    const file = new File(['kind\nq\nr\nq\nr\n'], 'k.csv');
    const other = await recut(data, kept.id, windowing, { kind: 'table', file });
    expect(other.schema.columns.at(-1)).toMatchObject({ name: 'kind', role: 'target' });
    const none = await recut(data, other.id, { ...windowing, horizon: 1 }, { kind: 'future' });
    expect(none.schema.columns.map(({ name }) => name)).toEqual(['recording', 'start']);
    await expect(
      recut(data, none.id, windowing, { kind: 'variable', variable: 'run/label' }),
    ).rejects.toMatchObject({ code: 'unsupported' });
  });
});
