import { freshStorage } from './fixtures/freshStorage';
import type { Dexie } from 'dexie';
import { afterEach, expect, it, vi } from 'vitest';
import { openDatabase, type StorageNotice } from './openDatabase';
import { openStorage } from './openStorage';
import { type SchemaVersion, strictVersions } from './schema';

const one: SchemaVersion = { version: 1, stores: { items: 'id' } };
const two: SchemaVersion = {
  version: 2,
  stores: { items: 'id, size', added: 'id' },
  upgrade: (transaction) =>
    transaction
      .table('items')
      .toCollection()
      .modify((item: { size?: number }) => {
        item.size = 1;
      }),
};

const opened: Dexie[] = [];
async function open(name: string, versions: SchemaVersion[], onNotice?: (notice: StorageNotice) => void) {
  const database = await openDatabase<Dexie>(name, { durability: 'strict', versions, onNotice });
  opened.push(database.db);
  return database;
}
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});

const request = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

it('opens data written by version 1', async () => {
  // As the first release left it, written without our code.
  const name = crypto.randomUUID();
  const asked = indexedDB.open(name, 10);
  asked.onupgradeneeded = () => {
    const store = (table: string, keyPath: string, indexes: Record<string, string | string[]> = {}) => {
      const made = asked.result.createObjectStore(table, { keyPath });
      for (const [index, path] of Object.entries(indexes))
        made.createIndex(index, path, { unique: index.endsWith('+number]') });
      return made;
    };
    const numbered = (owner: string) => ({ [`[${owner}+number]`]: [owner, 'number'] });
    store('datasets', 'id', { createdAt: 'createdAt' }).add({
      id: 'd1',
      name: 'iris',
      kind: 'tabular',
      description: '',
      tags: [],
      createdAt: 1,
      updatedAt: 2,
      latestVersionId: 'v1',
    });
    store('datasetVersions', 'id', numbered('datasetId')).add({
      id: 'v1',
      datasetId: 'd1',
      number: 1,
      createdAt: 2,
      hash: 'a'.repeat(64),
      schema: { kind: 'tabular', columns: [] },
      rows: 0,
      bytes: 0,
      chunks: [],
      stats: [],
      source: { fileName: 'iris.csv', fileBytes: 0, format: 'csv', details: {} },
      issues: [],
    });
    const jobs = store('jobs', 'id', { createdAt: 'createdAt', status: 'status' });
    for (const kind of ['train', 'batchFields', 'import'])
      jobs.add({
        id: kind,
        kind,
        title: kind,
        status: 'interrupted',
        createdAt: 1,
        progress: 0,
        message: '',
      });
    store('experiments', 'id').add({ id: 'default', name: 'Renamed', createdAt: 1 });
    store('runs', 'id', { startedAt: 'startedAt', datasetId: 'datasetId', modelId: 'modelId' });
    store('models', 'id', { createdAt: 'createdAt' }).add({
      id: 'm1',
      name: 'm',
      description: '',
      family: 'mlp',
      tags: [],
      notes: '',
      createdAt: 1,
      updatedAt: 1,
      aliases: [['champion', 'mv1']],
    });
    store('modelVersions', 'id', { ...numbered('modelId'), datasetId: 'datasetId' });
    store('aliasMoves', 'id', { '[modelId+at]': ['modelId', 'at'] });
    store('checkpoints', 'runId');
    store('settings', 'key').add({ key: 'storage.createdAt', value: 1 });
  };
  (await request(asked)).close();

  const storage = await freshStorage({ name });
  expect(await storage.datasets.get('d1')).toMatchObject({ name: 'iris', latestVersionId: 'v1' });
  expect(await storage.datasets.versions('d1')).toMatchObject([{ id: 'v1', number: 1 }]);
  expect((await storage.models.get('m1'))?.aliases).toEqual({ champion: 'mv1' });
  expect(await storage.experiments.list()).toEqual([{ id: 'default', name: 'Renamed', createdAt: 1 }]);
  const lanes = (await storage.jobs.unfinished()).map(({ kind, lane }) => `${kind} ${lane}`);
  expect(lanes.toSorted()).toEqual(['batchFields beside', 'import tab', 'train train']);
  expect((await storage.status()).readOnly).toBe(false);
});

it('upgrades under an open older tab, which from then on only reads', async () => {
  const name = crypto.randomUUID();
  const notices: StorageNotice[] = [];
  const older = await open(name, [one], (notice) => notices.push(notice));
  await older.db.table('items').add({ id: 'a' });

  const newer = await open(name, [one, two]);
  expect(notices.map(({ kind }) => kind)).toEqual(['outdated']);
  expect(newer.readOnly()).toBe(false);
  await newer.db.table('items').add({ id: 'b', size: 2 });

  expect(await older.db.table('items').toArray()).toEqual([
    { id: 'a', size: 1 },
    { id: 'b', size: 2 },
  ]);
  expect(older.readOnly()).toBe(true);
  for (const write of [
    () => older.db.table('items').put({ id: 'a' }),
    () => older.db.table('items').delete('a'),
    () => older.db.table('items').clear(),
    () => older.db.transaction('rw', 'items', () => older.db.table('items').put({ id: 'a' })),
  ])
    await expect(write()).rejects.toThrow('this tab can only read');
  expect(await newer.db.table('items').count()).toBe(2);
});

it('opens a newer database read-only', async () => {
  const name = crypto.randomUUID();
  const newer = await open(name, [one, two]);
  await newer.db.table('items').add({ id: 'a', size: 1 });
  newer.db.close();
  const notices: StorageNotice[] = [];
  const older = await open(name, [one], (notice) => notices.push(notice));
  expect(older.readOnly()).toBe(true);
  expect(notices.map(({ kind }) => kind)).toEqual(['outdated']);
  expect(await older.db.table('items').count()).toBe(1);
  await expect(older.db.table('items').clear()).rejects.toThrow('can only read');
});

it('never patches a newer schema that lacks what this code knows', async () => {
  const name = crypto.randomUUID();
  const newer = await open(name, [one, { version: 2, stores: { items: null, things: 'id' } }]);
  const installed = newer.db.backendDB().version;
  newer.db.close();
  await expect(open(name, [one])).rejects.toMatchObject({ code: 'conflict' });
  const raw = await request(indexedDB.open(name));
  expect([raw.version, [...raw.objectStoreNames]]).toEqual([installed, ['things']]);
  raw.close();
});

it('reports an upgrade that another connection blocks, and proceeds when it closes', async () => {
  const name = crypto.randomUUID();
  (await open(name, [one])).db.close();
  const stubborn = await request(indexedDB.open(name));
  const notices: StorageNotice[] = [];
  const opening = open(name, [one, two], (notice) => {
    notices.push(notice);
    stubborn.close();
  });
  expect((await opening).db.backendDB().version).toBe(20);
  expect(notices.map(({ kind }) => kind)).toEqual(['blocked']);
});

it('leaves the old data whole when an upgrade fails', async () => {
  const name = crypto.randomUUID();
  const before = await open(name, [one]);
  await before.db.table('items').bulkAdd([{ id: 'a' }, { id: 'b' }]);
  before.db.close();
  const failing: SchemaVersion = {
    ...two,
    upgrade: async (transaction) => {
      await transaction.table('items').put({ id: 'a', size: 99 });
      throw new Error('half-way');
    },
  };
  await expect(open(name, [one, failing])).rejects.toThrow('half-way');
  const again = await open(name, [one]);
  expect(again.readOnly()).toBe(false);
  expect(await again.db.table('items').toArray()).toEqual([{ id: 'a' }, { id: 'b' }]);
});

it('makes defaults once, and none when the open failed', async () => {
  const name = crypto.randomUUID();
  const disk = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no disk', 'UnknownError');
  });
  await expect(openStorage({ name })).rejects.toMatchObject({ code: 'internal' });
  disk.mockRestore();
  expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
  const [a, b] = await Promise.all([freshStorage({ name }), freshStorage({ name })]);
  expect(await a?.experiments.list()).toHaveLength(1);
  expect(await b?.experiments.list()).toHaveLength(1);
});

it('numbers schema versions 1, 2, 3, ...', () => {
  expect(strictVersions.map(({ version }) => version)).toEqual(strictVersions.map((_, at) => at + 1));
});
