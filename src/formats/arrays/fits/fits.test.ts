/** What of a FITS file is named in place of read; what lies about its size is refused. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { arraysForTest } from '../arraysForTest';
import { countingFile } from '../countingFile';
import { fits } from '../fits';

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));

test('tables and packed images are named, words of the header kept', async () => {
  expect((await arraysForTest('cube.fits', bytesOf('cube.fits')))?.details).toEqual({
    object: "M31 / it's",
    'first axis': 'RA---TAN',
    'second axis': 'DEC--TAN',
    EVENTS: 'left out: a table of 3 rows; save it as CSV or Parquet with astropy',
    PACKED: 'left out: an image packed as RICE_1; unpack it with funpack',
  });
});

test('gzip around it is undone', async () => {
  const opened = await arraysForTest('cube.fits.gz', new Uint8Array(gzipSync(bytesOf('cube.fits'))));
  expect(opened?.variables.map(({ name }) => name)).toEqual(['image', 'ERR']);
});

test('only headers are read to open it, and of a box its bytes', async () => {
  const { file, bytesRead } = countingFile(bytesOf('cube.fits'), 'cube.fits');
  const opened = await fits.open(file);
  const toOpen = bytesRead();
  await opened.read('ERR', [1, 2, 0], [1, 1, 5]);
  expect(bytesRead() - toOpen).toBe(20);
});

test.each<[string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>, RegExp]>([
  ['cut', (bytes) => bytes.slice(0, 3000), /goes on to byte|in the middle of/],
  [
    'a size beyond the file',
    (bytes) => replaced(bytes, 'NAXIS1  =                    5', 'NAXIS1  =               500000'),
    /goes on to byte/,
  ],
  [
    'without an end',
    (bytes) => replaced(bytes, 'END     ', 'ENDE    '),
    /in the middle of the header|no end|does not begin/,
  ],
  [
    'a size below zero',
    (bytes) => replaced(bytes, 'NAXIS2  =                    4', 'NAXIS2  =                   -4'),
    /sizes are damaged/,
  ],
])('%s', async (_, damage, message) => {
  await expect(arraysForTest('double.fits', damage(bytesOf('double.fits')))).rejects.toMatchObject({
    message: expect.stringMatching(message),
    place: expect.stringContaining('double.fits'),
    hint: expect.stringMatching(/./),
  });
});

function replaced(bytes: Uint8Array<ArrayBuffer>, from: string, to: string): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(bytes).toString('latin1');
  expect(text).toContain(from);
  return new Uint8Array(Buffer.from(text.replace(from, to), 'latin1'));
}
