import { expect, test } from 'vitest';
import type { DroppedArrays } from '#/app/stores/droppedArrays';
import { draftMapping } from '#/core/grid/draftMapping';
import { datasetName, startOptions } from './startOptions';

const variables = [{ name: 'volume', dtype: 'int16', dimensions: [{ name: 'time', size: 20 }] }];
const dropped = (folders: string[], table?: File): DroppedArrays => ({
  key: '',
  files: folders.map((_, i) => new File([], `sub-${i}.nii`)),
  folders,
  table,
  info: {
    fileName: 'sub-0.nii',
    format: 'NIfTI',
    variables,
    texts: [],
    coordinates: [],
    details: {},
    noticed: [],
    ...draftMapping({ variables, roles: { time: 'time' } }),
  },
});

test('folders are classes, a table holds labels, one file looks ahead', () => {
  expect(startOptions(dropped(['a', 'b'])).labels).toEqual({ kind: 'folder', folders: ['a', 'b'] });
  expect(startOptions(dropped(['a', 'a'])).labels).toEqual({ kind: 'future' });
  const table = new File(['x'], 'labels.csv');
  expect(startOptions(dropped(['a', 'b'], table)).labels).toEqual({ kind: 'table', file: table });
});

test('several files are named after their folder, else after the first', () => {
  expect(datasetName(dropped(['']))).toEqual({});
  expect(datasetName(dropped(['scans', 'scans']))).toEqual({ name: 'scans' });
  expect(datasetName(dropped(['', '']))).toEqual({ name: 'sub-0.nii and 1 more' });
  expect(datasetName(dropped(['a', 'b', 'b']))).toEqual({ name: 'sub-0.nii and 2 more' });
});
