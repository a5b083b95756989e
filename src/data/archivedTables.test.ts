/** Tables in archives: one, several of one shape, unlike ones, and what is none. */
import { BlobReader, BlobWriter, configure, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { expect, test } from 'vitest';
import { recogniseFile } from '#/formats/recogniseFile';
import { importForTest } from './importForTest';
import { previewTable } from './previewTable';

async function zipped(files: Record<string, string>): Promise<Uint8Array<ArrayBuffer>> {
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new BlobWriter());
  for (const [name, text] of Object.entries(files)) await writer.add(name, new BlobReader(new Blob([text])));
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

test('one table in a zip is read as if it had been dropped, the rest is told', async () => {
  const table = await importForTest(
    'data.zip',
    await zipped({
      'in/iris.csv': 'a;b\n1,5;x\n2,5;y\n',
      'in/readme.pdf': '%PDF-',
      '__MACOSX/in/._iris.csv': 'x',
    }),
  );
  expect(table.column('a')).toEqual(['numeric', 1.5, 2.5]);
  expect(table.source).toMatchObject({ fileName: 'in/iris.csv', format: 'csv' });
  expect(table.told).toContain('Left out, no table: “in/readme.pdf”.');
});

test('several of one shape are one dataset with a column that says the file', async () => {
  const table = await importForTest(
    'months.zip',
    await zipped({
      'may.csv': 'day,sum\n1,10\n',
      'june.csv': 'sum,day\n30,3\n',
      'july.csv': 'day,sum\n5,50\n',
    }),
  );
  expect(table.column('day')).toEqual(['integer', 1, 3, 5]);
  expect(table.column('file')).toEqual(['categorical', 'may.csv', 'june.csv', 'july.csv']);
  expect(table.source.fileName).toBe('months.zip');
});

test('of unlike ones the largest is read; which is a choice', async () => {
  const bytes = await zipped({ 'small.csv': 'x,y\n1,2\n', 'large.csv': 'a,b,c\n1,2,3\n4,5,6\n7,8,9\n' });
  const first = await importForTest('both.zip', bytes);
  expect(first.column('c')).toEqual(['integer', 3, 6, 9]);
  expect(first.told).toContain('2 tables of unlike columns; the largest (“large.csv”) was read');
  expect((await importForTest('both.zip', bytes, { table: 2 })).column('y')).toEqual(['integer', 2]);
  const found = await recogniseFile(new File([bytes], 'both.zip'));
  if (!('source' in found)) throw new Error('no table');
  const { reading } = await previewTable(found);
  expect(reading.ambiguities.find(({ option }) => option === 'table')?.readings).toEqual([
    { value: '1', example: 'large.csv: a, b, c' },
    { value: '2', example: 'small.csv: x, y' },
  ]);
  await expect(importForTest('both.zip', bytes, { table: 3 })).rejects.toMatchObject({
    message: 'There is no table 3: the archive has 2.',
    hint: 'They are 1 “large.csv”, 2 “small.csv”.',
  });
});

test('an archive without a table stays what it is', async () => {
  await expect(importForTest('x.zip', await zipped({ 'a.bin': '\0\x01' }))).rejects.toMatchObject({
    message: expect.stringMatching(/ZIP archive/),
  });
});
