import { describe, expect, test } from 'vitest';
import { checkMapping } from './checkMapping';
import { checkRoom, storedBytes } from './checkRoom';
import { draftMapping } from './draftMapping';
import type { GridImportOptions } from './gridSchema';
import type { MappedVariable } from './mapGrid';

const variable = (name: string, dimensions: Record<string, number>): MappedVariable => ({
  name,
  dimensions: Object.entries(dimensions).map(([dimension, size]) => ({ name: dimension, size })),
});

const era = ['z', 'u', 'v'].map((name) =>
  variable(name, { month: 2, level: 3, latitude: 241, longitude: 480 }),
);
const eraRoles = { month: 'time', level: 'z', latitude: 'y', longitude: 'x' } as const;
const good: GridImportOptions = {
  mapping: { variables: ['z', 'u'], axes: { ...eraRoles }, fixed: {} },
  windowing: { length: 1, stride: 1, horizon: 1 },
  labels: { kind: 'future' },
};
const bad = (change: {
  mapping?: Partial<GridImportOptions['mapping']>;
  windowing?: Partial<GridImportOptions['windowing']>;
  labels?: GridImportOptions['labels'];
}): GridImportOptions => ({
  mapping: { ...good.mapping, ...change.mapping },
  windowing: { ...good.windowing, ...change.windowing },
  labels: change.labels ?? good.labels,
});

describe('checkMapping', () => {
  test('a good mapping has no problem', () => expect(checkMapping(era, good)).toEqual([]));

  const extra = [
    ...era,
    variable('short', { month: 2, level: 3, latitude: 240, longitude: 480 }),
    variable('flat', { month: 2, latitude: 241, longitude: 480 }),
    variable('flags', { month: 2 }),
    variable('many', { station: 99 }),
    variable('square', { a: 4 }),
  ];
  extra.push({
    name: 'twice',
    dimensions: [
      { name: 'a', size: 4 },
      { name: 'a', size: 4 },
    ],
  });

  const cases: [what: string, options: GridImportOptions, at: string, message: RegExp][] = [
    ['no variable', bad({ mapping: { variables: [] } }), 'variables', /No variable/],
    ['a variable that is not there', bad({ mapping: { variables: ['q'] } }), 'variables', /no variable “q”/],
    ['a variable twice', bad({ mapping: { variables: ['z', 'z'] } }), 'variables', /chosen twice/],
    [
      'lengths that disagree',
      bad({ mapping: { variables: ['z', 'short'] } }),
      'variables',
      /lengths of “latitude” disagree: 241 in “z”, 240 in “short”/,
    ],
    [
      'other dimensions',
      bad({ mapping: { variables: ['z', 'flat'] } }),
      'variables',
      /“z” runs over “level” \(3\), “flat” does not/,
    ],
    [
      'more dimensions',
      bad({ mapping: { variables: ['flat', 'z'] } }),
      'variables',
      /“z” runs over “level” \(3\), “flat” does not: it runs over month \(2\), latitude \(241\), longitude \(480\)\./,
    ],
    ['one name twice', bad({ mapping: { variables: ['twice'] } }), 'variables', /dimension “a” twice/],
    [
      'an axis mapped twice',
      bad({ mapping: { axes: { ...eraRoles, level: 'x' } } }),
      'dimension longitude',
      /“level” and “longitude” are both mapped to x/,
    ],
    [
      'a dimension without an axis',
      bad({ mapping: { axes: { month: 'time', latitude: 'y', longitude: 'x' } } }),
      'dimension level',
      /“level” has 3 values and no axis/,
    ],
    [
      'a fixed index that is not there',
      bad({ mapping: { axes: { month: 'time', latitude: 'y', longitude: 'x' }, fixed: { level: 3 } } }),
      'dimension level',
      /no index 3/,
    ],
    [
      'an unknown dimension',
      bad({ mapping: { axes: { ...eraRoles, depth: 'channel' } } }),
      'variables',
      /no dimension “depth”/,
    ],
    [
      'neither time nor space',
      bad({ mapping: { variables: ['many'], axes: { station: 'sample' } }, labels: { kind: 'none' } }),
      'dimension station',
      /time or space/,
    ],
    [
      'a window longer than the series',
      bad({ windowing: { length: 3 } }),
      'length',
      /longer than the series/,
    ],
    ['a horizon beyond the series', bad({ windowing: { horizon: 2 } }), 'horizon', /need 3 times/],
    ['no stride', bad({ windowing: { stride: 0 } }), 'stride', /at least one step/],
    ['half a time', bad({ windowing: { length: 1.5 } }), 'length', /at least one time/],
    ['a future now', bad({ windowing: { horizon: 0 } }), 'horizon', /at least one step ahead/],
    [
      'a patch larger than the space',
      bad({ windowing: { patch: { size: [481, 10, 3], stride: [1, 1, 1] } } }),
      'patch x',
      /patch of 481 is larger/,
    ],
    [
      'a label that does not fit',
      bad({ labels: { kind: 'variable', variable: 'many' } }),
      'labels',
      /99 values: they fit neither the 1 samples nor the 2 times/,
    ],
    [
      'a label that is a channel',
      bad({ labels: { kind: 'variable', variable: 'z' } }),
      'labels',
      /a channel and the label/,
    ],
    [
      'folders for other files',
      bad({ labels: { kind: 'folder', folders: ['a', 'b'] } }),
      'labels',
      /2 folders are named for 1 files/,
    ],
  ];
  for (const [what, options, at, message] of cases)
    test(what, () => {
      const [problem, ...more] = checkMapping(extra, options);
      expect(problem).toMatchObject({ at, message: expect.stringMatching(message) });
      expect(problem?.hint).toMatch(/\.$/);
      expect(more).toEqual([]);
    });

  const part = (ranges: GridImportOptions['mapping']['ranges']) => bad({ mapping: { ranges } });
  test.each([
    [{ start: 241, count: 1, step: 1 }, '“latitude”: the part begins at no index.'],
    [{ start: 0, count: 1, step: 0 }, '“latitude”: every how many is not said.'],
    [{ start: 201, count: 41, step: 1 }, '“latitude”: from index 201 there are 40 of its 241.'],
    [{ start: 1, count: 61, step: 4 }, '“latitude”: from index 1 every 4 there are 60 of its 241.'],
    [{ start: 0, count: Number.NaN, step: 1 }, '“latitude”: from index 0 there are 241 of its 241.'],
  ])('a part that is not there: %o', (latitude, message) => {
    expect(checkMapping(era, part({ latitude }))[0]).toMatchObject({ at: 'dimension latitude', message });
  });
  test('a part of what is no axis, or of no dimension', () => {
    const level = { start: 0, count: 1, step: 1 };
    const { level: _, ...axes } = eraRoles;
    const options = bad({ mapping: { axes, fixed: { level: 0 }, ranges: { level } } });
    expect(checkMapping(era, options)[0]?.message).toBe('“level”: a part is taken of axes only.');
    expect(checkMapping(era, part({ depth: level }))[0]?.message).toMatch(/no dimension “depth”/);
  });
  test('a part that is there makes the space smaller', () => {
    const options = part({ latitude: { start: 1, count: 60, step: 4 } });
    expect(checkMapping(era, options)).toEqual([]);
    expect(storedBytes(era, options.mapping, 3)).toBe(4 * 3 * 2 * 2 * 3 * 60 * 480);
    const patch = {
      size: [8, 61, 1] as [number, number, number],
      stride: [8, 8, 1] as [number, number, number],
    };
    const wide = { ...options, windowing: { ...options.windowing, patch } };
    expect(checkMapping(era, wide)[0]?.message).toMatch(/larger than the space: y has 60/);
  });
  test('more than there is room for says both sizes; where nobody knows the room, nothing', () => {
    expect(checkRoom(5_000_000_000, 2_100_000_000)[0]).toMatchObject({
      at: 'size',
      message: 'This needs 5 GB; the browser has room for 2.1 GB.',
    });
    expect(checkRoom(5_000_000_000, undefined)).toEqual([]);
    expect(checkRoom(5, 5)).toEqual([]);
  });

  test('a label over time, and a fixed level, are fine', () => {
    const options = bad({
      mapping: { axes: { month: 'time', latitude: 'y', longitude: 'x' }, fixed: { level: 2 } },
      windowing: { horizon: 0 },
      labels: { kind: 'variable', variable: 'flags' },
    });
    expect(checkMapping(extra, options)).toEqual([]);
  });

  test('a stride that makes millions of samples is refused before they are made', () => {
    const long = [variable('h', { t: 60_000_000 })];
    const options = {
      mapping: { variables: ['h'], axes: { t: 'time' as const }, fixed: {} },
      windowing: { length: 16, stride: 1, horizon: 0 },
      labels: { kind: 'none' as const },
    };
    expect(checkMapping(long, options)[0]).toMatchObject({ at: 'stride' });
  });
});

describe('draftMapping', () => {
  test('a file that names its axes is guessed whole', () => {
    const months = variable('month', { month: 2 });
    const { guess } = draftMapping({ variables: [months, ...era], roles: eraRoles });
    expect(guess).toEqual({
      mapping: { variables: ['z', 'u', 'v'], axes: eraRoles, fixed: {} },
      // Two months are one window: the samples lie side by side.
      windowing: { length: 1, stride: 1, horizon: 1, patch: { size: [32, 32, 3], stride: [32, 32, 3] } },
      labels: { kind: 'future' },
    });
  });

  test('one role of two dimensions goes to the first: the other is a choice, so there is no guess', () => {
    const wind = [variable('w', { t: 9, a: 4, b: 4 })];
    const { guess, draft } = draftMapping({ variables: wind, roles: { t: 'time', a: 'x', b: 'x' } });
    expect(guess).toBeUndefined();
    expect(draft.mapping.axes).toEqual({ t: 'time', a: 'x' });
  });

  test('two fields of one size are a choice', () => {
    const variables = [variable('w', { t: 9, x: 4 }), variable('q', { t: 9, y: 4 })];
    const { guess } = draftMapping({ variables, roles: { t: 'time', x: 'x', y: 'y' } });
    expect(guess).toBeUndefined();
  });

  test('dimensions without names: a draft in the order of this studio, labels found by their length', () => {
    const variables = [
      variable('x', { dim0: 50, dim1: 16, dim2: 8, dim3: 8, dim4: 8 }),
      variable('y', { dim0: 50 }),
    ];
    const { guess, draft } = draftMapping({ variables, roles: {} });
    expect(guess).toBeUndefined();
    expect(draft).toEqual({
      mapping: {
        variables: ['x'],
        axes: { dim0: 'sample', dim1: 'time', dim2: 'x', dim3: 'y', dim4: 'z' },
        fixed: {},
      },
      windowing: { length: 16, stride: 1, horizon: 0 },
      labels: { kind: 'variable', variable: 'y' },
    });
    expect(checkMapping(variables, draft)).toEqual([]);
  });
});
