import { expect, test } from 'vitest';
import type { BlobRef } from '../protocol/dataset';
import { ItemReader } from './itemReader';
import { ItemWriter } from './itemWriter';
import { blobsOfItems, itemsBytes, packedItems } from './packedItems';

function memoryBlobs() {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  let reads = 0;
  const put = async (bytes: Uint8Array): Promise<BlobRef> => {
    const hash = `${held.size}`;
    held.set(hash, bytes.slice());
    return { hash, bytes: bytes.length };
  };
  const get = async ({ hash }: BlobRef) => {
    reads++;
    return held.get(hash) as Uint8Array<ArrayBuffer>;
  };
  const open = async (ref: BlobRef) => new Blob([held.get(ref.hash) as Uint8Array<ArrayBuffer>]);
  return { put, get, open, count: () => held.size, reads: () => reads };
}

/** Of lengths 0 to 24, and one that spans several chunks. */
const items = Array.from({ length: 26 }, (_, i) =>
  Uint8Array.from({ length: i === 25 ? 200 : i }, (_value, at) => (i * 31 + at) % 256),
);

test('many items are few blobs, and each comes back, also as a file on the disk', async () => {
  const blobs = memoryBlobs();
  const writer = new ItemWriter(blobs, 64);
  for (const [i, item] of items.entries()) expect(await writer.add(i % 2 ? item : new Blob([item]))).toBe(i);
  const packed = packedItems.parse(await writer.done());
  expect(packed.count).toBe(26);
  expect(itemsBytes(packed)).toBe(500);
  expect(packed.chunks.map(({ bytes }) => bytes)).toEqual([64, 64, 64, 64, 64, 64, 64, 52]);
  expect(blobsOfItems(packed)).toHaveLength(blobs.count());
  const reader = new ItemReader(packed, blobs, 128);
  for (const i of [25, 0, 13, 24, 7]) {
    expect(await reader.read(i)).toEqual(items[i]);
    expect(new Uint8Array(await (await reader.open(i, blobs)).arrayBuffer())).toEqual(items[i]);
    expect(await reader.bytesOf(i)).toBe(items[i]?.length);
  }
  expect(await reader.chunkOf(24)).toBe(4);
  expect(reader.peakBytes).toBeLessThanOrEqual(128);
  await expect(reader.read(26)).rejects.toMatchObject({ message: expect.stringContaining('no sample 26') });
});

test('neighbours are read from the disk once', async () => {
  const blobs = memoryBlobs();
  const writer = new ItemWriter(blobs);
  for (const item of items) await writer.add(item);
  const reader = new ItemReader(await writer.done(), blobs);
  for (const i of items.keys()) await reader.read(i);
  expect(blobs.reads()).toBe(2);
});

test('items behind those of a store are stored as if all had come at once, and full chunks stay', async () => {
  for (const first of [0, 7, 16, 26]) {
    const blobs = memoryBlobs();
    const before = new ItemWriter(blobs, 64);
    for (const item of items.slice(0, first)) await before.add(item);
    const stored = await before.done();
    const count = blobs.count();
    const writer = await ItemWriter.behind(stored, blobs);
    expect([writer.count, writer.bytes]).toEqual([first, itemsBytes(stored)]);
    for (const item of items.slice(first)) await writer.add(item);
    const all = await writer.done();
    const full = stored.chunks.filter(({ bytes }) => bytes === 64);
    expect(all.chunks.slice(0, full.length)).toEqual(full);
    expect(blobs.count() - count).toBe(all.chunks.length - full.length + 1);
    const reader = new ItemReader(all, blobs);
    for (const [i, item] of items.entries()) expect(await reader.read(i)).toEqual(item);
  }
});
