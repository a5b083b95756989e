import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openSource } from '../openSource';
import type { Bundle } from './bundle';
import { bundleLimits } from './bundle';
import { folderBundle } from './fileBundle';
import { cleanPath } from './listEntries';
import { openBundle, withoutGzip } from './openBundle';
import { sampleBundle, shareOf } from './sampleBundle';

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));

async function open(name: string, bytes = bytesOf(name), limits = bundleLimits): Promise<Bundle> {
  const file = new File([bytes], name);
  return await openBundle(file, await openSource(file), limits);
}

const textOf = async (bundle: Bundle, path: string): Promise<string> => {
  const entry = bundle.entries.find((one) => one.path === path);
  if (!entry) throw new Error(`${path} is not among ${bundle.entries.map((one) => one.path).join()}`);
  const whole = new TextDecoder().decode(await entry.whole());
  expect(await (await entry.blob()).text()).toBe(whole);
  expect(new TextDecoder().decode(await entry.head(5))).toBe(whole.slice(0, 5));
  return whole;
};
const pathsOf = ({ entries }: Bundle) => entries.map(({ path }) => path);
const toldOf = (bundle: Bundle) => bundle.told().map(({ message }) => message);

test('a zip archive: stored and deflated, names in UTF-8, nothing of what systems leave behind', async () => {
  const zip = await open('plain.zip');
  expect(zip.holder).toBe('zip');
  expect(pathsOf(zip)).toEqual(['cats/1.txt', 'cats/2.txt', 'Hunde/Köter.txt']);
  expect(await textOf(zip, 'cats/1.txt')).toBe('one cat');
  expect(await textOf(zip, 'cats/2.txt')).toBe('two cats, '.repeat(50));
  expect(await textOf(zip, 'Hunde/Köter.txt')).toBe('a dog');
  expect(zip.told()).toEqual([]);
});

test('what leads out, repeats, is empty, an archive or a bomb is left out by name; the rest stays', async () => {
  const zip = await open('odd.zip');
  expect(pathsOf(zip)).toEqual(['a.txt', 'b/c.txt', 'd.txt']);
  expect(await textOf(zip, 'a.txt')).toBe('first');
  expect(toldOf(zip)).toEqual([
    'Left out, its name leads out of the archive: “../../etc/passwd”.',
    'Left out, another has the same name: “a.txt”.',
    'Left out, empty: “empty.txt”.',
    'Left out, an archive inside: unpack it first: “inner.zip”.',
    'Left out, it unpacks to more than 1,000 times its size: “bomb.bin”.',
  ]);
});

test('names of the first PCs; what is encrypted is told', async () => {
  const zip = await open('names.zip');
  expect(pathsOf(zip)).toEqual(['Grüße 1.txt']);
  expect(await textOf(zip, 'Grüße 1.txt')).toBe('greeting');
  expect(toldOf(zip)).toEqual(['Left out, encrypted: “secret.txt”.']);
});

test('Zip64, also at the end; entries that share bytes count once', async () => {
  expect(await textOf(await open('long.zip'), 'long.txt')).toBe('long');
  const zip = await open('overlap.zip');
  expect(await textOf(zip, 'a.txt')).toBe('shared '.repeat(20));
  expect(toldOf(zip)).toEqual(['Left out, it overlaps another file of the archive: “b.txt”.']);
});

test('an archive behind something else is found', async () => {
  const zip = bytesOf('plain.zip');
  const file = new File(['#!/bin/sh\n', zip], 'self.zip');
  const bundle = await openBundle(file, { head: zip, gzip: false });
  expect(await textOf(bundle, 'cats/1.txt')).toBe('one cat');
});

test('a wrong check sum, a cut entry and a cut archive name the place', async () => {
  const [entry] = (await open('wrong.zip')).entries;
  await expect(entry?.whole()).rejects.toMatchObject({
    code: 'badInput',
    message: 'Its bytes do not match their check sum.',
    place: 'wrong.zip, a.txt',
  });
  await expect(open('cut.zip', bytesOf('plain.zip').slice(0, 300))).rejects.toMatchObject({
    message: expect.stringContaining('directory cannot be read'),
    place: 'cut.zip',
  });
  const { entries } = await open('cut.tar');
  expect(await entries[0]?.whole()).toHaveLength(7);
  await expect(entries[2]?.whole()).rejects.toMatchObject({
    place: expect.stringContaining('cut.tar, cats/2.txt'),
  });
});

test('more files than are read, and a file that is too large to be held', async () => {
  const limits = { ...bundleLimits, entries: 2, entryBytes: 400 };
  await expect(open('plain.zip', undefined, limits)).rejects.toMatchObject({
    code: 'unsupported',
    message: 'The archive holds 6 files; at most 2 are read.',
  });
  await expect(open('gnu.tar', undefined, limits)).rejects.toMatchObject({ code: 'unsupported' });
  const [, large] = (await open('plain.zip', undefined, { ...limits, entries: 9 })).entries;
  await expect(large?.whole()).rejects.toMatchObject({
    message: 'The file is 500 B; at most 400 B of one are held.',
    place: 'plain.zip, cats/2.txt',
  });
});

test.each(['gnu.tar', 'pax.tar.gz'])('%s: long names, links told, entries in any order', async (name) => {
  const tar = await open(name);
  expect(tar.holder).toBe('tar');
  const long = `${'deep/'.repeat(30)}file.txté`;
  expect(pathsOf(tar)).toEqual(['cats/1.txt', long, 'cats/2.txt']);
  expect(await textOf(tar, 'cats/2.txt')).toBe('two cats, '.repeat(100));
  expect(await textOf(tar, 'cats/1.txt')).toBe('one cat');
  expect(await textOf(tar, long)).toBe('long');
  expect(toldOf(tar)).toEqual(['Left out, a link: “link.txt”.']);
});

test('a name in two parts', async () => {
  expect(pathsOf(await open('cut.tar'))[1]).toBe(`${'x'.repeat(90)}/${'y'.repeat(60)}.txt`);
});

test('a file alone, packed or not, is a bundle of one', async () => {
  const plain = await open('a.txt', new TextEncoder().encode('hello there'));
  const packed = await open('a.txt.gz', new Uint8Array(gzipSync('hello there')));
  for (const bundle of [plain, packed]) {
    expect(bundle.holder).toBe('file');
    expect(await textOf(bundle, 'a.txt')).toBe('hello there');
  }
});

test('a folder: gzip undone beside its own name only', async () => {
  const blob = new Blob(['x,y\n']);
  const packed = new Blob([gzipSync('x,y\n')]);
  const folder = withoutGzip(
    folderBundle('mine', [
      { path: 'a.csv', blob },
      { path: 'a.csv.gz', blob: packed },
      { path: 'b.csv.gz', blob: packed },
      { path: 'c.csv.gz', blob },
    ]),
  );
  expect(pathsOf(folder)).toEqual(['a.csv', 'a.csv.gz', 'b.csv', 'c.csv']);
  expect(await textOf(folder, 'b.csv')).toBe('x,y\n');
  expect(await textOf(folder, 'c.csv')).toBe('x,y\n');
  folder.leaveOut('c.csv', 'no gzip');
  expect(toldOf(folder)).toEqual(['Left out, no gzip: “c.csv”.']);
});

test('a sample has heads of files all over', async () => {
  const files = Array.from({ length: 1000 }, (_, i) => ({ path: `${i}`, blob: new Blob([`${i % 2}`]) }));
  const sample = await sampleBundle(folderBundle('many', files));
  expect(sample.sampled).toHaveLength(48);
  expect(Number(sample.sampled.at(-1)?.entry.path)).toBeGreaterThan(950);
  expect(shareOf(sample, (head) => head[0] === 48)).toBeGreaterThan(0.3);
});

test('paths are cleaned', () => {
  expect(['/a//b/./c', 'a\\b', 'C:/x', 'a/../b', 'a\nb', ''].map(cleanPath)).toEqual([
    'a/b/c',
    'a/b',
    'x',
    undefined,
    'a\ufffdb',
    '',
  ]);
});
