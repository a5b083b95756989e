import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readForTest } from './readForTest';
import { formats, tableFormats } from './registry';

/** What each fixture must read as; `rows` as "tail:[...]" gives only the last ones. */
interface Expectation {
  format: string;
  names: string[];
  rows: (string | null)[][] | string;
  issues: { line: number | null; message: string }[];
  details?: Record<string, string>;
}

/** One frame of raw blocks, as the format allows (RFC 8878); files of the zstd program are in fixtures/tables. */
function zstdOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const most = 128 * 1024;
  const blocks: number[] = [];
  for (let at = 0; at < bytes.length; at += most) {
    const part = bytes.subarray(at, at + most);
    const head = (part.length << 3) | Number(at + most >= bytes.length);
    blocks.push(head & 255, (head >> 8) & 255, head >> 16, ...part);
  }
  // A window of 128 kB, no size, no check sum.
  return new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3, ...blocks]);
}

const folder = new URL('./fixtures/', import.meta.url);
const fixtures = readdirSync(folder).filter(
  (name) =>
    /\.(csv|tsv|json|jsonl|arff|log|svm|json5)$/.test(name) &&
    !name.endsWith('.json.json') &&
    !/\.(csv|tsv|jsonl|arff|log|svm|json5)\.json$/.test(name),
);

describe.each(fixtures)('%s', (name) => {
  const bytes = new Uint8Array(readFileSync(new URL(name, folder)));
  const expected = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Expectation;

  test.each([
    ['whole', undefined],
    ['byte by byte', [1]],
    ['in odd pieces', [3, 1, 7]],
  ])('reads as expected, %s', async (_, pieceBytes) => {
    const table = await readForTest(name, bytes, { pieceBytes });
    expect(table.format).toBe(expected.format);
    expect(table.names).toEqual(expected.names);
    if (typeof expected.rows === 'string') {
      const tail = JSON.parse(expected.rows.slice('tail:'.length)) as string[][];
      expect(table.rows.slice(-tail.length)).toEqual(tail);
    } else expect(table.rows).toEqual(expected.rows);
    expect(table.issues.map(({ line, message }) => ({ line: line ?? null, message }))).toEqual(
      expected.issues,
    );
    if (expected.details) expect(table.details).toMatchObject(expected.details);
  });

  test('the same from gzip, from zstd, and in small batches', async () => {
    const plain = await readForTest(name, bytes);
    const packed = await readForTest(`${name}.gz`, new Uint8Array(gzipSync(bytes)));
    expect(packed.rows).toEqual(plain.rows);
    const zstd = await readForTest(`${name}.zst`, zstdOf(bytes));
    expect(zstd.rows).toEqual(plain.rows);
    const batches = await readForTest(name, bytes, { batchRows: 64 });
    expect(batches.rows).toEqual(plain.rows);
  });
});

test('files of the zstd program are unpacked, short and long', async () => {
  const read = async (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
  const short = await readForTest('plain.csv.zst', await read('tables/plain.csv.zst'));
  expect(short.rows).toEqual((await readForTest('plain.csv', await read('plain.csv'))).rows);
  const long = await readForTest('long.csv.zst', await read('tables/long.csv.zst'));
  expect([long.names, long.rows.length, long.rows.at(-1)]).toEqual([
    ['a', 'b', 'c'],
    30_000,
    ['0', '5', '0'],
  ]);
});

test('every format has fixtures and names an extension', () => {
  for (const { extensions } of formats.all) expect(extensions.length).toBeGreaterThan(0);
  const binary = readdirSync(new URL('tables/', folder));
  for (const format of tableFormats.all.filter(({ kind }) => kind === 'tabular')) {
    const own = (format.text ? fixtures : binary).filter((name) =>
      format.extensions.some((extension) => name.endsWith(`.${extension}`)),
    );
    expect(own.length, format.type).toBeGreaterThan(0);
  }
});
