import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Registry } from '#/core/registry/registry';
import type { FilesFormatDef, FormatDef } from './formatDef';
import { shareOf } from './bundle/sampleBundle';
import { holdsFiles, recogniseFile } from './recogniseFile';
import { formats } from './registry';

/** Files that begin with a bell. */
const bells: FilesFormatDef = {
  type: 'bells',
  title: 'Bells',
  extensions: ['bell'],
  kind: 'audio',
  holds: 'files',
  claims: (sample) => shareOf(sample, (head) => head[0] === 7) * 0.9,
};
const among = new Registry<FormatDef>('format', [...formats.all, bells]);
const bell = (name: string) => ({ path: name, blob: new File(['\u0007ding'], name) });
const typeOf = async (file: File, more: Parameters<typeof recogniseFile>[1] = {}) =>
  (await recogniseFile(file, { among, ...more })).format.type;

test('files that belong together go to whom they belong, one alone as well', async () => {
  const folder = [bell('a.bell'), bell('b.txt'), { path: 'read.me', blob: new Blob(['x']) }];
  const found = await recogniseFile(new File([], 'bells'), { among, folder });
  expect(found.format.type).toBe('bells');
  expect(holdsFiles(found) && found.bundle.entries.map(({ path }) => path)).toEqual([
    'a.bell',
    'b.txt',
    'read.me',
  ]);
  expect(await typeOf(bell('a.bell').blob)).toBe('bells');
});

test('tables, arrays and stores go on as before', async () => {
  expect(await typeOf(new File(['a,b\n1,2\n'], 'a.csv'))).toBe('csv');
  const fixture = (name: string) =>
    new File([readFileSync(new URL(`./arrays/fixtures/${name}`, import.meta.url))], name);
  expect(await typeOf(fixture('third.zarr.zip'))).toBe('zarr');
  const store = [{ path: '.zgroup', blob: new Blob(['{}']) }];
  expect(await typeOf(new File([], 'a.zarr'), { folder: store })).toBe('zarr');
});

test('the kind that is asked for is preferred, and a format by name', async () => {
  const image: FilesFormatDef = { ...bells, type: 'other', kind: 'images', claims: () => 1 };
  const both = new Registry<FormatDef>('format', [...among.all, image]);
  const folder = [bell('a.bell')];
  const file = new File([], 'x');
  expect(await typeOf(file, { among: both, folder })).toBe('other');
  expect(await typeOf(file, { among: both, folder, kind: 'audio' })).toBe('bells');
  expect(await typeOf(file, { among: both, folder, wanted: 'bells' })).toBe('bells');
});

test('files that nobody knows are refused by name', async () => {
  const folder = [{ path: 'a', blob: new Blob(['?']) }];
  await expect(recogniseFile(new File([], 'things'), { among, folder })).rejects.toMatchObject({
    code: 'unsupported',
    place: 'things',
  });
});

test('files that their reader did not come back from are left out and told', async () => {
  const folder = ['a.png', 'b.png', 'c.png'].map((path) => ({
    path,
    blob: new Blob([new Uint8Array(readFileSync('src/formats/images/fixtures/alpha.png'))]),
  }));
  const file = Object.assign(new Blob(), { name: 'images' });
  const found = await recogniseFile(file, { folder, endless: ['b.png'] });
  if (!holdsFiles(found)) throw new Error('no files');
  expect(found.bundle.entries.map(({ path }) => path)).toEqual(['a.png', 'c.png']);
  expect(found.bundle.told()[0]?.message).toMatch(/did not come back from it: “b\.png”/);
});

test('Markdown is a table where nothing but one is drawn in it', async () => {
  const table = '| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 | x |\n';
  expect(await typeOf(new File([table], 'a.md'))).toBe('csv');
  expect(await typeOf(new File([`# Results\n\nOf two runs:\n\n${table}`], 'a.md'))).toBe('textFiles');
});
