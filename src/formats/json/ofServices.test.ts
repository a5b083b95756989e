import { expect, test } from 'vitest';
import { findTable } from './findTable';

test('a cube of JSON-stat has a row for each cell, the last dimension running fastest', () => {
  const cube = {
    version: '2.0',
    class: 'dataset',
    id: ['geo', 'time'],
    size: [2, 3],
    dimension: {
      geo: { category: { index: ['DE', 'FR'] } },
      time: { category: { index: { '2020': 1, '2019': 0, '2021': 2 } } },
    },
    value: [1, 2, null, 4, 5, 6],
  };
  const table = {
    names: ['geo', 'time', 'value'],
    rows: [
      ['DE', '2019', 1],
      ['DE', '2020', 2],
      ['DE', '2021', null],
      ['FR', '2019', 4],
      ['FR', '2020', 5],
      ['FR', '2021', 6],
    ],
  };
  expect(findTable(cube)).toMatchObject(table);
  // Cells by their number, those that are missing left out.
  const sparse = { ...cube, value: { '0': 1, '5': 6 } };
  expect(findTable(sparse)?.rows).toEqual([
    ['DE', '2019', 1],
    ['FR', '2021', 6],
  ]);
  const { id, size, dimension, value } = cube;
  expect(findTable({ dataset: { dimension: { ...dimension, id, size }, value } })).toMatchObject(table);
});

test('series of Prometheus have a row for each sample', () => {
  const result = [
    {
      metric: { host: 'a' },
      values: [
        [1700000000, '1'],
        [1700000060.5, 'NaN'],
      ],
    },
    { metric: { host: 'b', job: 'x' }, values: [[1700000000, '3']] },
  ];
  expect(findTable({ status: 'success', data: { resultType: 'matrix', result } })).toMatchObject({
    names: ['host', 'job', 'time', 'value'],
    rows: [
      ['a', null, '2023-11-14T22:13:20.000Z', '1'],
      ['a', null, '2023-11-14T22:14:20.500Z', 'NaN'],
      ['b', 'x', '2023-11-14T22:13:20.000Z', '3'],
    ],
  });
});

test('rows of BigQuery have the names of its schema', () => {
  const schema = { fields: [{ name: 'a' }, { name: 'b' }] };
  const rows = [{ f: [{ v: '1' }, { v: null }] }, { f: [{ v: '2' }, { v: 'x' }] }];
  expect(findTable({ schema, rows })).toMatchObject({
    names: ['a', 'b'],
    rows: [
      ['1', null],
      ['2', 'x'],
    ],
  });
});

test('records stand behind what an answer is about', () => {
  const records = [
    { date: '2000', value: 1 },
    { date: '2001', value: 2 },
  ];
  expect(findTable([{ page: 1, total: 2 }, records])).toMatchObject({
    rows: records,
    path: '1',
    left: ['0'],
  });
});
