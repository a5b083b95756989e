import {
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  configure,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { expect, test } from 'vitest';
import { zipDirectory } from '#/formats/bundle/zipDirectory';
import { crc32 } from '../crc32';
import { directory, entryHeader, type ZippedEntry } from './zipParts';

test('zip.js reads what it is made of, names and bytes', async () => {
  configure({ useWebWorkers: false });
  const files = { 'tetrad.json': '{}', 'blobs/größe': 'some bytes', empty: '' };
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const entries: ZippedEntry[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = new TextEncoder().encode(text);
    const entry = { name, bytes: bytes.length, crc: crc32(bytes), offset };
    entries.push(entry);
    parts.push(entryHeader(entry), bytes);
    offset += (parts.at(-2)?.length ?? 0) + bytes.length;
  }
  parts.push(directory(entries, offset));
  const zip = new Uint8Array(await new Blob(parts).arrayBuffer());
  const read = await new ZipReader(new Uint8ArrayReader(zip)).getEntries();
  const texts = await Promise.all(
    read.map(async (entry) => {
      if (entry.directory) throw new Error(entry.filename);
      const bytes = await entry.getData(new Uint8ArrayWriter(), { checkSignature: true });
      return [entry.filename, new TextDecoder().decode(bytes)];
    }),
  );
  expect(Object.fromEntries(texts)).toEqual(files);
});

test('sizes and places beyond 4 GB, and more entries than 16 bits count, are found again', async () => {
  const large: ZippedEntry[] = [
    { name: 'blobs/a', bytes: 5 * 2 ** 30, crc: 1, offset: 0 },
    { name: 'blobs/b', bytes: 7, crc: 2, offset: 6 * 2 ** 30 },
    ...Array.from({ length: 70_000 }, (_, i) => ({
      name: `metrics/${i}.json`,
      bytes: 9,
      crc: i,
      offset: 7 * 2 ** 30 + i * 100,
    })),
  ];
  const start = 8 * 2 ** 30;
  const end = directory(large, start);
  // Only its end is there.
  const file = {
    name: 'large.zip',
    size: start + end.length,
    slice: (from: number, to: number) => ({
      arrayBuffer: async () => end.slice(Math.max(0, from - start), to - start).buffer,
    }),
  };
  const listed = await zipDirectory(file);
  expect(listed.map(({ name, bytes, crc, offset }) => ({ name, bytes, crc, offset }))).toEqual(large);
  expect(entryHeader(large[0] as ZippedEntry).length).toBe(30 + 7 + 20);
});
