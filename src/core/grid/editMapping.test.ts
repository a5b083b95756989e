import { expect, test } from 'vitest';
import { checkMapping } from './checkMapping';
import { draftMapping } from './draftMapping';
import { withAxis, withLabels, withRange, withVariables } from './editMapping';
import type { MappedVariable } from './mapGrid';

const variable = (name: string, dimensions: Record<string, number>): MappedVariable => ({
  name,
  dimensions: Object.entries(dimensions).map(([dimension, size]) => ({ name: dimension, size })),
});
const seen = {
  variables: [
    variable('u', { n: 20, t: 40, x: 8 }),
    variable('v', { n: 20, t: 40, x: 8 }),
    variable('mean', { t: 40, x: 8 }),
    variable('label', { n: 20 }),
    variable('site', { n: 20 }),
  ],
  roles: { n: 'sample', t: 'time', x: 'x' } as const,
};
const { draft } = draftMapping(seen);

test('variables over the same dimensions keep the axes, others draft them anew', () => {
  expect(draft.mapping.variables).toEqual(['u', 'v']);
  const one = withVariables(seen, draft, ['v']);
  expect(one.mapping).toEqual({ ...draft.mapping, variables: ['v'] });
  const other = withVariables(seen, draft, ['mean']);
  expect(other.mapping).toEqual({ variables: ['mean'], axes: { t: 'time', x: 'x' }, fixed: {} });
  expect(other.labels).toEqual({ kind: 'future' });
  expect(checkMapping(seen.variables, other)).toEqual([]);
  // None, then some: the dimensions were not known in between.
  const none = withVariables(seen, draft, []);
  expect(checkMapping(seen.variables, none)[0]?.at).toBe('variables');
  expect(withVariables(seen, none, ['u', 'v']).mapping).toEqual(draft.mapping);
});

test('another time axis cuts other windows', () => {
  expect(draft.windowing).toEqual({ length: 40, stride: 1, horizon: 0 });
  const fixed = withAxis(seen, draft, 't', 3);
  expect(fixed.mapping).toMatchObject({ axes: { n: 'sample', x: 'x' }, fixed: { t: 3 } });
  expect(fixed.windowing.length).toBe(1);
  expect(withAxis(seen, fixed, 't', 'time')).toEqual(draft);
});

test('a part of an axis cuts other windows, unless a person changed them; it goes with the axis', () => {
  const part = { start: 10, count: 20, step: 1 };
  const taken = withRange(seen, draft, 't', part);
  expect(taken.mapping.ranges).toEqual({ t: part });
  expect(taken.windowing.length).toBe(20);
  expect(withRange(seen, taken, 't', undefined)).toEqual(draft);
  const own = { ...draft, windowing: { ...draft.windowing, length: 5 } };
  expect(withRange(seen, own, 't', part).windowing.length).toBe(5);
  expect(withAxis(seen, taken, 't', 3).mapping.ranges).toBeUndefined();
});

test('a label, its companions, and the future each cut what they need', () => {
  expect(draft.labels).toEqual({ kind: 'variable', variable: 'label', also: ['site'] });
  const site = withLabels(seen, draft, { kind: 'variable', variable: 'site' });
  expect(site.labels).toEqual({ kind: 'variable', variable: 'site', also: ['label'] });
  const future = withLabels(seen, draft, { kind: 'future' });
  expect(future.windowing).toEqual({ length: 8, stride: 1, horizon: 1 });
  expect(withLabels(seen, future, draft.labels)).toEqual(draft);
});
