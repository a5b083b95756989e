import { expect, test } from 'vitest';
import type { ColumnReading } from '#/core/reading/reading';
import type { TablePreview } from '#/core/reading/tablePreview';
import { guessAt, missingWords, optionState } from './optionState';

const columns: [name: string, reading: ColumnReading][] = [
  ['when', { as: 'date', dateOrder: 'dmy' }],
  ['price', { as: 'number', decimal: ',', thousands: '.', missing: ['-9999'] }],
  ['cabin', { as: 'text' }],
];
const preview: TablePreview = {
  fileName: 'a.csv',
  fileBytes: 1,
  format: 'csv',
  formatTitle: 'CSV',
  columns: columns.map(([name]) => ({ name, type: 'text', role: 'feature' })),
  reading: {
    options: { delimiter: ';', decimal: ',' },
    columns: columns.map(([, reading]) => reading),
    ambiguities: [
      {
        column: 'cabin',
        option: 'missing',
        readings: [
          { value: ['?'], example: '' },
          { value: [], example: '' },
        ],
        evidence: '',
      },
    ],
  },
  details: {},
  issues: [],
  rows: [],
  written: [],
  rowsRead: 0,
  isWhole: true,
  isTyped: false,
};

test('a guess, a choice beside its guess, and what is open', () => {
  const stateOf = (place: Parameters<typeof optionState>[0], options = {}) =>
    optionState(place, options, preview, preview);
  expect(stateOf({ option: 'delimiter' })).toEqual({ kind: 'guessed', words: 'semicolon' });
  expect(stateOf({ option: 'delimiter' }, { delimiter: ',' })).toEqual({ kind: 'said', words: 'semicolon' });
  expect(stateOf({ option: 'dateOrder' }), 'of its columns').toEqual({ kind: 'guessed', words: 'day first' });
  expect(stateOf({ option: 'thousands' })).toEqual({ kind: 'guessed', words: 'point' });
  expect(stateOf({ option: 'missing', column: 'cabin' })).toEqual({ kind: 'open' });
  expect(stateOf({ option: 'as', column: 'cabin' })).toEqual({ kind: 'guessed', words: 'text' });
});

test('the plain way of a column is a guess like others; the words for missing are its own and those found', () => {
  expect(guessAt({ option: 'decimal', column: 'when' }, preview)).toBe('.');
  expect(guessAt({ option: 'decimal', column: 'price' }, preview)).toBe(',');
  expect(guessAt({ option: 'decimal', column: 'gone' }, preview)).toBeUndefined();
  expect(missingWords('price', preview)).toEqual(['-9999']);
  expect(missingWords('cabin', preview)).toEqual(['?']);
});
