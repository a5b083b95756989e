import { expect, it } from 'vitest';
import { checkMapping } from './checkMapping';
import type { GridSchema } from './gridSchema';
import { mapLike } from './mapLike';

const dimensions = (sizes: Record<string, number>) =>
  Object.entries(sizes).map(([name, size]) => ({ name, size }));
const trained: Pick<GridSchema, 'mapping' | 'windowing'> = {
  mapping: {
    variables: ['u', 'v'],
    axes: { event: 'sample', time: 'time', lat: 'y', lon: 'x' },
    fixed: { level: 2 },
    ranges: { time: { start: 10, count: 50, step: 1 }, lat: { start: 4, count: 8, step: 1 } },
  },
  windowing: { length: 6, stride: 2, horizon: 3 },
};

it('takes variables and axes by name, the whole of time, and windows that reach the end', () => {
  const sizes = { time: 9, level: 5, lat: 16, lon: 12 };
  const variables = ['u', 'v', 'w'].map((name) => ({ name, dimensions: dimensions(sizes) }));
  const options = mapLike(trained, variables);
  expect(options).toEqual({
    mapping: {
      variables: ['u', 'v'],
      axes: { time: 'time', lat: 'y', lon: 'x' },
      fixed: { level: 2 },
      ranges: { lat: { start: 4, count: 8, step: 1 } },
    },
    windowing: { length: 6, stride: 2, horizon: 0 },
    labels: { kind: 'none' },
  });
  expect(options && checkMapping(variables, options)).toEqual([]);
});

it('leaves what does not fit to be said by the check of the mapping', () => {
  const other = [{ name: 'speed', dimensions: dimensions({ time: 9, lat: 16, lon: 12 }) }];
  const options = mapLike(trained, other);
  expect(options && checkMapping(other, options)[0]?.message).toBe('The file has no variable “u”.');
});

it('takes the one array of a file for the one variable, whatever its name, and calls it the same', () => {
  const mapping = { variables: ['monday'], axes: { dim0: 'time', dim1: 'x' } as const, fixed: {} };
  const file = [{ name: 'tuesday', dimensions: dimensions({ dim0: 30, dim1: 4 }) }];
  const windowing = { length: 4, stride: 1, horizon: 0 };
  const options = mapLike({ mapping, windowing }, file);
  expect(options?.mapping).toMatchObject({ variables: ['tuesday'], names: { tuesday: 'monday' } });
  expect(options && checkMapping(file, options)).toEqual([]);
  // And again from a recording that was itself mapped like another.
  const again = mapLike({ mapping: options?.mapping, windowing }, [
    { ...file[0], name: 'friday', dimensions: file[0]?.dimensions ?? [] },
  ]);
  expect(again?.mapping.names).toEqual({ friday: 'monday' });
  expect(mapLike({ windowing }, file)).toBeUndefined();
});
