import { freshStorage } from '../fixtures/freshStorage';
import { bytesOf, datasetVersion, gridVersion } from '../fixtures/records';
import { Dexie } from 'dexie';
import { expect, it, vi } from 'vitest';
import { blobVersions, type BlobDatabase } from '../schema';
import { pieceBytes } from './dexieBackend';

async function tamper(name: string, change: (db: BlobDatabase) => Promise<unknown>): Promise<void> {
  const db = new Dexie(`${name}-blobs`) as BlobDatabase;
  for (const { version, stores } of blobVersions) db.version(version).stores(stores);
  await change(db);
  db.close();
}

it('stores the same bytes once, in pieces, and gives back a fresh copy', async () => {
  const name = crypto.randomUUID();
  const { blobs } = await freshStorage({ name });
  const bytes = new Uint8Array(2 * pieceBytes + 5);
  for (let at = 0; at < bytes.length; at += 4093) bytes[at] = at % 251;
  const ref = await blobs.put(bytes);
  expect(ref).toEqual({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: bytes.length });
  expect(await blobs.put(bytes.slice())).toEqual(ref);
  await tamper(name, async (db) => {
    expect(await db.blobs.count()).toBe(1);
    expect((await db.pieces.toArray()).map(({ data }) => data.length)).toEqual([pieceBytes, pieceBytes, 5]);
  });
  const first = await blobs.get(ref);
  expect(first.every((byte, at) => byte === bytes[at])).toBe(true);
  first.fill(9);
  expect((await blobs.get(ref))[4093]).toBe(4093 % 251);
});

it('stores a part of a larger buffer, shared memory and nothing at all', async () => {
  const { blobs } = await freshStorage();
  const part = await blobs.put(bytesOf('abcdef').subarray(2, 4));
  expect(await blobs.get(part)).toEqual(bytesOf('cd'));
  const shared = new Uint8Array(new SharedArrayBuffer(2));
  shared.set([7, 8]);
  expect(await blobs.get(await blobs.put(shared))).toEqual(new Uint8Array([7, 8]));
  const nothing = await blobs.put(new Uint8Array());
  expect(await blobs.get(nothing)).toEqual(new Uint8Array());
});

it('names the item when bytes were damaged or cut, and a new import heals it', async () => {
  const name = crypto.randomUUID();
  const writer = await freshStorage({ name });
  const { id } = await writer.datasets.create({ name: 'iris', kind: 'tabular' });
  const chunks = [await writer.blobs.put(bytesOf('first')), await writer.blobs.put(bytesOf('second'))];
  const [, second] = chunks;
  if (!second) throw new Error('no chunk');
  await writer.datasets.commitVersion(datasetVersion(id, chunks));
  const place = `dataset iris, version 1, chunk 2 of 2 (blob ${second.hash.slice(0, 12)})`;

  await tamper(name, (db) => db.pieces.put({ hash: second.hash, index: 0, data: bytesOf('secomd') }));
  const reader = await freshStorage({ name });
  await expect(reader.blobs.get(second)).rejects.toMatchObject({ code: 'corrupt', place });
  await reader.blobs.put(bytesOf('second'));
  expect(await reader.blobs.get(second)).toEqual(bytesOf('second'));

  await tamper(name, (db) => db.pieces.where('[hash+index]').equals([second.hash, 0]).delete());
  const third = await freshStorage({ name });
  await expect(third.blobs.get(second)).rejects.toMatchObject({ code: 'corrupt', place });
  await tamper(name, (db) => db.blobs.delete(second.hash));
  await expect(third.blobs.get(second)).rejects.toMatchObject({ code: 'notFound', place });
  expect(await third.blobs.has(second.hash)).toBe(false);
});

it('says what to free when the browser refuses to store more', async () => {
  const { blobs, datasets, settings } = await freshStorage();
  const { id } = await datasets.create({ name: 'houses', kind: 'tabular' });
  await datasets.commitVersion(datasetVersion(id, [await blobs.put(new Uint8Array(2_000_000))]));
  const disk = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  for (const write of [() => blobs.put(bytesOf('more')), () => settings.set('a', 1)])
    await expect(write()).rejects.toMatchObject({
      code: 'quota',
      hint: expect.stringContaining('Largest datasets: houses (2.0 MB)'),
    });
  disk.mockRestore();
  await settings.set('a', 1);
});

it('counts for that hint what versions share once, and the field of a grid', async () => {
  const { blobs, datasets } = await freshStorage();
  const put = (bytes: number) => blobs.put(new Uint8Array(bytes).fill(bytes % 251));
  const houses = await datasets.create({ name: 'houses', kind: 'tabular' });
  const shared = await put(2_000_000);
  for (let version = 0; version < 3; version++)
    await datasets.commitVersion(datasetVersion(houses.id, [shared]));
  const wind = await datasets.create({ name: 'wind', kind: 'spacetime4d' });
  const parts = { samples: await put(1_000), field: await put(3_000_000), labels: await put(10) };
  await datasets.commitVersion(gridVersion(wind.id, parts));
  const disk = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await expect(blobs.put(bytesOf('more'))).rejects.toMatchObject({
    hint: expect.stringContaining('Largest datasets: wind (3.0 MB), houses (2.0 MB)'),
  });
  disk.mockRestore();
});
