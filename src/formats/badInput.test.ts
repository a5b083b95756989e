import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import { readForTest } from './readForTest';

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (c) => c.charCodeAt(0));
const megabytes = (count: number, text: string) =>
  text.repeat(Math.ceil((count * 1024 * 1024) / text.length));

const cases: [string, string, () => string | Uint8Array<ArrayBuffer>, message: string, place: string][] = [
  ['an empty file', 'a.csv', () => '', 'The file is empty.', 'a.csv'],
  ['only blank lines', 'a.csv', () => '\n\n\r\n', 'The file has no rows.', 'a.csv'],
  ['only comments', 'a.csv', () => '# a\n# b\n', 'The file has no rows.', 'a.csv'],
  [
    'a ZIP named .csv',
    'a.csv',
    () => bytes('PK\x03\x04\x14\x00\x00\x00abc'),
    'The file is a ZIP archive, not a table of text.',
    'a.csv',
  ],
  [
    'an Excel file named .csv',
    'a.csv',
    () => bytes('PK\x03\x04\x14\x00\x00\x00[Content_Types].xml'),
    'The file is an Excel or Office document, not a table of text.',
    'a.csv',
  ],
  [
    'an old Excel file',
    'a.xls',
    () => bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00'),
    'The file is an old Excel workbook (.xls), not a table of text.',
    'a.xls',
  ],
  [
    'the start of a Parquet file',
    'a.csv',
    () => bytes('PAR1\x15\x04\x15\x00'),
    'The Parquet file is too short to hold anything.',
    'a.csv',
  ],
  [
    'a PNG image',
    'a.csv',
    () => bytes('\x89PNG\r\n\x1a\n\x00'),
    'The file is a PNG image, not a table of text.',
    'a.csv',
  ],
  ['a PDF', 'a.txt', () => '%PDF-1.7\nabc', 'The file is a PDF document, not a table of text.', 'a.txt'],
  [
    'an SQLite database of a few bytes',
    'a.csv',
    () => bytes('SQLite format 3\x00\x10'),
    'The SQLite database cannot be read: it is shorter than its header.',
    'a.csv',
  ],
  [
    'a workbook with a password',
    'a.xlsx',
    () => bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00'),
    'The workbook is protected by a password.',
    'a.xlsx',
  ],
  [
    'a page named .parquet',
    'a.parquet',
    () => '<!doctype html><html><body>404</body></html>',
    'The file is an HTML page, not a table of text.',
    'a.parquet',
  ],
  [
    'Feather of the first version',
    'a.feather',
    () => bytes('FEA1\x00\x00\x00\x00'.padEnd(40, '\x00')),
    'The file is Feather version 1, which is not read.',
    'a.feather',
  ],
  [
    'a Parquet file without its end',
    'a.parquet',
    () => bytes('PAR1\x15\x04\x15\x00'.padEnd(400, '\x07')),
    'The Parquet file has no end: its last bytes are not those of a footer.',
    'a.parquet',
  ],
  [
    'a Parquet file whose footer lies about its length',
    'a.parquet',
    () => bytes(`${'PAR1\x15\x04\x15\x00'.padEnd(400, '\x07')}\xff\xff\xff\x7fPAR1`),
    'The footer of the Parquet file is said to be 2.1 GB long, but the file has 408 B.',
    'a.parquet',
  ],
  [
    'other binary bytes',
    'a.csv',
    () => bytes('a,b\n1,\x00\x01\x02\n'),
    'The file is a binary file, not a table of text.',
    'a.csv',
  ],
  [
    'an open quote',
    'a.csv',
    () => 'a,b\n1,2\n3,"x\ny\n',
    'The quote opened in line 3 is never closed.',
    'a.csv, line 3',
  ],
  [
    'an open quote in the header',
    'a.csv',
    () => 'a,"b\n1,2\n',
    'The quote opened in line 1 is never closed.',
    'a.csv, line 1',
  ],
  [
    'a line of 20 MB',
    'a.csv',
    () => `a,b\n1,2\n${megabytes(20, 'abc ')}`,
    'Line 3 is longer than 16 MB.',
    'a.csv, line 3',
  ],
  [
    'a first line of 20 MB',
    'a.csv',
    () => megabytes(20, 'abc '),
    'Line 1 is longer than 16 MB.',
    'a.csv, line 1',
  ],
  [
    'a quote open for 20 MB',
    'a.csv',
    () => `a,b\n1,2\n3,"${megabytes(20, 'abc\n')}`,
    'Line 3 is longer than 16 MB.',
    'a.csv, line 3',
  ],
  [
    'a JSON string of 20 MB',
    'a.json',
    () => `[\n{"a":"${megabytes(20, 'abc ')}"}]`,
    'Line 2 is longer than 16 MB.',
    'a.json, line 2',
  ],
  [
    '10,001 columns',
    'a.csv',
    () => `${Array.from({ length: 10_001 }, (_, i) => `c${i}`).join(',')}\n`,
    'The table has 10,001 columns; Tetrad reads at most 10,000.',
    'a.csv',
  ],
  [
    '10,001 JSON fields',
    'a.json',
    () => `[${JSON.stringify(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`c${i}`, i])))}]`,
    'The table has 10,001 columns; Tetrad reads at most 10,000.',
    'a.json',
  ],
  [
    'gzip cut short',
    'a.csv.gz',
    () => new Uint8Array(gzipSync(megabytes(1, 'a,b\n')).subarray(0, 300)),
    'The gzip file is cut short: it ends at byte 300 before its data do.',
    'a.csv.gz',
  ],
  [
    'gzip damaged',
    'a.csv.gz',
    () => bytes('\x1f\x8b\x08\x00garbage garbage'),
    'The gzip file is damaged: its bytes are not what was compressed.',
    'a.csv.gz',
  ],
  ['JSON that is a number', 'a.json', () => '5', 'The file does not start with [ or {.', 'a.json, line 1'],
  [
    'JSON that ends early',
    'a.json',
    () => '[{"a":1},\n{"a":2}',
    'The JSON ends too early.',
    'a.json, line 2',
  ],
  [
    'JSON with an error',
    'a.json',
    () => '[{"a":1},\n{"a":oops}]',
    'This is not valid JSON.',
    'a.json, line 2',
  ],
  ['JSON without commas', 'a.json', () => '[{"a":1}\n{"a":2}]', 'Expected , but found {.', 'a.json, line 2'],
  [
    'JSON columns of two lengths',
    'a.json',
    () => '{"a":[1,2],"b":[1]}',
    'The columns differ in length: “a” has 2 values, “b” has 1.',
    'a.json',
  ],
  [
    'JSON nested 100,000 deep',
    'a.json',
    () => `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`,
    'The JSON is nested more than 512 levels deep.',
    'a.json, line 1',
  ],
  [
    'JSON Lines without JSON',
    'a.jsonl',
    () => 'hello\nworld\n',
    'No line of the file is a JSON record.',
    'a.jsonl',
  ],
  ['an unknown format id', 'a.csv', () => 'a,b\n1,2\n', 'There is no format called “xml”.', ''],
];

describe('bad input says what, where and what to do', () => {
  test.each(cases)('%s', async (what, name, content, message, place) => {
    const options = what === 'an unknown format id' ? { format: 'xml' } : {};
    const failure = await readForTest(name, content(), options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(failure).toBeInstanceOf(TetradError);
    const error = failure as TetradError;
    expect(error.message).toBe(message);
    expect(error.place ?? '').toBe(place);
    expect(error.hint).toMatch(/\w{3}/);
  });

  test('10,000 columns work', async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
    const row = names.map((_, i) => String(i)).join(',');
    const table = await readForTest('a.csv', `${names.join(',')}\n${`${row}\n`.repeat(100)}`);
    expect(table.names).toEqual(names);
    expect(table.rows).toHaveLength(100);
  });

  test('a text that begins like a signature is still a text', async () => {
    expect((await readForTest('a.csv', 'CDF,b\n1,2\n')).names).toEqual(['CDF', 'b']);
    expect((await readForTest('a.csv', 'BZh,b\n1,2\n')).names).toEqual(['BZh', 'b']);
  });

  test('comments longer than what the dialect is guessed from', async () => {
    const table = await readForTest('a.csv', `${'# remark\n'.repeat(20_000)}a,b\n1,2\n`);
    expect([table.names, table.rows]).toEqual([['a', 'b'], [['1', '2']]]);
  });

  test('nothing of a payload touches prototypes', async () => {
    await readForTest('a.json', '[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test.each([
    ['digits', `a,b\n1,${'1'.repeat(1_000_000)}x\n`],
    ['blanks', `a,b\n1,x${' '.repeat(1_000_000)}y\n`],
    ['one long line', `${'a'.repeat(200_000)}\n`],
    ['only tabs', `${'\t'.repeat(9000)}\n${'\t'.repeat(60_000)}`],
    ['only quotes', `a,b\n${"','".repeat(60_000)}\n`],
    ['blank lines', `${'\n'.repeat(200_000)}a,b\n1,2\n`],
    ['comment lines', `${'#\n'.repeat(100_000)}a,b\n1,2\n`],
    ['a date that never ends', `a,b\n1,2024-01-01${' '.repeat(500_000)}Z\n`],
  ])('%s in bulk cost no time', async (_, content) => {
    const startMs = performance.now();
    await readForTest('a.csv', content).catch((thrown: unknown) =>
      expect(thrown).toBeInstanceOf(TetradError),
    );
    expect(performance.now() - startMs).toBeLessThan(2000);
  });
});
