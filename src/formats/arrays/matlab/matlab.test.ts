/** What of a MATLAB file is left out is named; what lies about its size is refused. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importForTest } from '#/data/importForTest';
import { arraysForTest } from '../arraysForTest';
import { countingFile } from '../countingFile';
import { matlab } from '../matlab';

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));

test.each(['plain5.mat', 'packed.mat'])('%s names what it leaves out', async (name) => {
  const { details } = (await arraysForTest(name, bytesOf(name))) ?? {};
  expect(details).toEqual({
    version: 'MATLAB 5 to 7',
    cell: 'left out: a cell',
    text: 'left out: a char',
    s: 'left out: a struct',
    z: 'left out: complex numbers; save real(name) and imag(name)',
    one: 'left out: a single number',
    empty: 'left out: empty',
  });
});

test('a matrix is a table when it is imported as one', async () => {
  const table = await importForTest('octave4.mat', bytesOf('octave4.mat'));
  expect(table.rows).toBe(2);
  expect(table.column('column2')?.slice(1)).toEqual([3 / 7, 4 / 7]);
});

test('only headers are read to open it', async () => {
  const values = 400_000;
  const large = new Uint8Array(128 + 64 + values * 8);
  large.set(bytesOf('octave6.mat').subarray(0, 128));
  const view = new DataView(large.buffer);
  const words = [14, 56 + values * 8, 6, 8, 6, 0, 5, 8, values, 1, (1 << 16) | 1, 0x78, 9, values * 8];
  words.forEach((word, i) => view.setUint32(128 + 4 * i, word, true));
  view.setFloat64(128 + 56 + 8 * 300_000, 2.5, true);
  const { file, bytesRead } = countingFile(large, 'large.mat');
  const opened = await matlab.open(file);
  expect(opened.variables[0]?.dimensions.map(({ size }) => size)).toEqual([values, 1]);
  expect([...(await opened.read('x', [299_999, 0], [3, 1]))]).toEqual([0, 2.5, 0]);
  expect(bytesRead()).toBeLessThan(1024 ** 2 + 10_000);
});

test.each<[string, string, (bytes: Uint8Array<ArrayBuffer>) => void, RegExp]>([
  [
    'sizes beyond the numbers',
    'octave6.mat',
    (bytes) => bytes.set([99], 128 + 32),
    /fewer numbers than its sizes say/,
  ],
  ['damaged packing', 'octave7.mat', (bytes) => bytes.fill(255, 150, 170), /compressed bytes are damaged/],
  [
    'a matrix of version 4 behind the end',
    'octave4.mat',
    (bytes) => bytes.set([9], 6),
    /goes on behind the end/,
  ],
])('%s', async (_, name, damage, message) => {
  const bytes = bytesOf(name);
  damage(bytes);
  const read = async () => {
    const file = await arraysForTest(name, bytes);
    for (const { name: variable, dimensions } of file?.variables ?? [])
      await file?.read(
        variable,
        dimensions.map(() => 0),
        dimensions.map(({ size }) => size),
      );
  };
  await expect(read()).rejects.toMatchObject({
    message: expect.stringMatching(message),
    place: expect.stringContaining(name),
    hint: expect.stringMatching(/./),
  });
});
