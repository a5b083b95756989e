import { expect, test } from 'vitest';
import { sortRows } from './sortRows';

const rows = [
  { name: 'run 10', loss: 0.2 },
  { name: 'run 9', loss: undefined },
  { name: 'Run 1', loss: 0.1 },
  { name: 'run 2', loss: 0.2 },
];

test('numbers in text sort as numbers, case aside', () => {
  expect(sortRows(rows, (r) => r.name, false).map((r) => r.name)).toEqual([
    'Run 1',
    'run 2',
    'run 9',
    'run 10',
  ]);
});

test('missing values stay last in both directions and ties keep their order', () => {
  expect(sortRows(rows, (r) => r.loss, false).map((r) => r.name)).toEqual([
    'Run 1',
    'run 10',
    'run 2',
    'run 9',
  ]);
  expect(sortRows(rows, (r) => r.loss, true).map((r) => r.name)).toEqual([
    'run 10',
    'run 2',
    'Run 1',
    'run 9',
  ]);
});
