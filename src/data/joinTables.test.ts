import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importForTest } from './importForTest';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../formats/fixtures/tables/${name}`, import.meta.url)));
const more = (name: string, content: string | Uint8Array<ArrayBuffer>) => new File([content], name);

test('files of one shape become one dataset, columns found by their names, with one that says the file', async () => {
  const table = await importForTest('may.csv', 'day,sum\n1,10\n2,20\n', { fileColumn: 'file' }, [
    more('june.csv', 'sum,day\n30,3\n40,4\n'),
    more('july.csv', 'day,sum\n5,50\n'),
  ]);
  expect(table.column('day')).toEqual(['integer', 1, 2, 3, 4, 5]);
  expect(table.column('sum')).toEqual(['integer', 10, 20, 30, 40, 50]);
  expect(table.column('file')).toEqual([
    'categorical',
    'may.csv',
    'may.csv',
    'june.csv',
    'june.csv',
    'july.csv',
  ]);
  expect(table.source.kept).toBeUndefined();
});

test('what one file proves counts for all of them', async () => {
  const table = await importForTest('a.csv', 'd;v\n1/2/2024;x\n', { fileColumn: 'file' }, [
    more('b.csv', 'd;v\n31/1/2024;y\n'),
  ]);
  expect(table.column('d')).toEqual(['datetime', Date.parse('2024-02-01'), Date.parse('2024-01-31')]);
});

test('types of the files themselves stay', async () => {
  const name = 'polars-times.parquet';
  const table = await importForTest(name, fixture(name), { fileColumn: 'part' }, [
    more('second.parquet', fixture(name)),
  ]);
  expect(table.rows).toBe(24);
  expect(table.schema.columns.map(({ type }) => type)).toEqual([...Array(4).fill('datetime'), 'categorical']);
});

test.each([
  ['day,total\n1,2\n', 'The files are not of one shape: b.csv has no column “sum”, unlike a.csv.'],
  ['day,sum,more\n1,2,3\n', 'The files are not of one shape: b.csv has a column “more” more, unlike a.csv.'],
])('another shape is refused: %s', async (content, message) => {
  await expect(
    importForTest('a.csv', 'day,sum\n1,2\n', { fileColumn: 'file' }, [more('b.csv', content)]),
  ).rejects.toMatchObject({ message, place: 'b.csv' });
});
