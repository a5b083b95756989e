import { expect, it } from 'vitest';
import type { ModelVersion } from '#/core/protocol/model';
import { knownValues, matchingValues } from './knownValues';

const version = (state: unknown) =>
  ({
    input: {
      kind: 'tabular',
      fitted: { width: 1, features: [{ column: 'room', steps: [{ type: 'x', params: {}, state }] }] },
    },
    sampleRows: [{ room: 'attic' }, { room: 'hall' }, { room: null }, { room: '' }, { room: 7 }],
  }) as unknown as ModelVersion;

it('offers what any encoder learnt, and what its example rows hold', () => {
  expect(knownValues(version({ order: ['hall', 'bath'] }), 'room').values).toEqual([
    'hall',
    'bath',
    'attic',
    '7',
  ]);
  expect(knownValues(version({ labels: ['hall'] }), 'room')).toEqual({
    values: ['hall', 'attic', '7'],
    hasOther: false,
  });
  expect(knownValues(version({ categories: ['hall'], other: true }), 'room').hasOther).toBe(true);
});

it('searches anywhere in a value, however written; a chosen one shows the whole list', () => {
  const values = ['Old town', 'Garden city', 'city'];
  expect(matchingValues(values, 'CITY')).toEqual(['Garden city', 'city']);
  expect(matchingValues(values, 'city')).toEqual(values);
  expect(matchingValues(values, '')).toEqual(values);
  expect(matchingValues(values, 'harbour')).toEqual([]);
});
