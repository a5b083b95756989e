import { expect, it } from 'vitest';
import { formats, tableFormats } from '#/formats/registry';
import type { FormatDef } from '#/formats/formatDef';
import {
  acceptedEndings,
  arrayEndings,
  filesEndings,
  isTableName,
  tableEndings,
  withoutEnding,
} from './fileEndings';

it('every format that is read has its endings in the one list, and no other has', () => {
  const endingsOf = (some: readonly FormatDef[]) =>
    Object.fromEntries(some.map(({ type, extensions }) => [type, extensions]));
  expect(endingsOf(tableFormats.all)).toEqual(tableEndings);
  expect(endingsOf(formats.all.filter(({ holds }) => holds === 'arrays'))).toEqual(arrayEndings);
  expect(endingsOf(formats.all.filter(({ holds }) => holds === 'files'))).toEqual(filesEndings);
});

it('pickers offer all of them: tables for rows and labels, arrays too for data', () => {
  const tables = acceptedEndings('tables').split(',');
  expect(tables).toEqual(expect.arrayContaining(['.csv', '.tab', '.jsonl', '.ndjson', '.data', '.gz']));
  expect(tables).not.toContain('.nc');
  const all = acceptedEndings('all').split(',');
  for (const { extensions } of formats.all)
    for (const ending of extensions) expect(all).toContain(`.${ending.split('.').at(-1)}`);
  expect(all).toEqual([...new Set(all)]);
});

it('tells tables by their names, and names without their endings', () => {
  expect(['a.csv', 'A.TSV.gz', 'x.data', 'y.ndjson'].every(isTableName)).toBe(true);
  expect(['a.nc', 'b.nii.gz', 'csv', 'd.zip'].some(isTableName)).toBe(false);
  expect(
    [
      'iris.csv.gz',
      'sst.zarr.zip',
      'brain.nii.gz',
      'stack.btf',
      'adult.data',
      'v1.2.csv',
      'notes',
      'cats.tar.gz',
      'cats.tgz',
    ].map(withoutEnding),
  ).toEqual(['iris', 'sst', 'brain', 'stack', 'adult', 'v1.2', 'notes', 'cats', 'cats']);
});
