/** The promises of openDatabase in a real browser. */
import type { Dexie } from 'dexie';
import { afterEach, expect, it, vi } from 'vitest';
import { openDatabase } from './openDatabase';
import { openStorage } from './openStorage';
import type { SchemaVersion } from './schema';

const one: SchemaVersion = { version: 1, stores: { items: 'id' } };
const two: SchemaVersion = { version: 2, stores: { items: 'id, size' } };
const opened: Dexie[] = [];
const open = async (name: string, versions: SchemaVersion[], notices: string[] = []) => {
  const database = await openDatabase<Dexie>(name, {
    durability: 'strict',
    versions,
    onNotice: ({ kind }) => notices.push(kind),
  });
  opened.push(database.db);
  return database;
};
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
  vi.restoreAllMocks();
});

it('lets a newer release upgrade and keeps the older one from writing', async () => {
  const name = crypto.randomUUID();
  const notices: string[] = [];
  const older = await open(name, [one], notices);
  await older.db.table('items').add({ id: 'a' });
  const newer = await open(name, [one, two]);
  await newer.db.table('items').add({ id: 'b', size: 1 });
  expect(notices).toEqual(['outdated']);
  expect(await older.db.table('items').count()).toBe(2);
  expect(older.readOnly()).toBe(true);
  await expect(older.db.table('items').clear()).rejects.toThrow('can only read');
  const later = await open(name, [one]);
  expect(later.readOnly()).toBe(true);
  expect(await newer.db.table('items').count()).toBe(2);
});

it('reports what blocks an upgrade and goes on when it closes', async () => {
  const name = crypto.randomUUID();
  (await open(name, [one])).db.close();
  const stubborn = await new Promise<IDBDatabase>((resolve) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => resolve(asked.result);
  });
  const notices: string[] = [];
  const opening = open(name, [one, two], notices);
  await vi.waitFor(() => expect(notices).toEqual(['blocked']));
  stubborn.close();
  expect((await opening).db.backendDB().version).toBe(20);
});

it('asks for strict durability where it counts and relaxed where it does not', async () => {
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const storage = await openStorage({ name: crypto.randomUUID() });
  const durability = () => transaction.mock.lastCall?.[2]?.durability;
  await storage.datasets.create({ name: 'iris', kind: 'tabular' });
  expect(durability()).toBe('strict');
  await storage.checkpoints.put({ runId: 'r', step: 1, epoch: 0, state: null, blobs: [] });
  expect(durability()).toBe('strict');
  const point = { runId: 'r', name: 'loss', step: 1, epoch: 1, timestamp: 1, value: 1 };
  await storage.metrics.append('r', [point]);
  expect(durability()).toBe('relaxed');
  storage.close();
});
