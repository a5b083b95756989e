import { freshStorage } from '../fixtures/freshStorage';
import type { Dexie } from 'dexie';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { FilledStudio } from '../../../test/support/fillStudio';
import { loadStudio, rowsOf } from '../../../test/support/storeDump';
import { openDatabase } from '../openDatabase';
import { type SchemaVersion, strictVersions } from '../schema';
import { migrations } from './index';
import { type Migration, type StoredRecord, toSchemaVersion } from './migration';

const stores = new URL('../../../test/stores/', import.meta.url);
const kept = (version: number) => new URL(`v${version}.json`, stores);
const readKept = (version: number) => JSON.parse(readFileSync(kept(version), 'utf8')) as FilledStudio;

const opened: Dexie[] = [];
async function open(name: string, versions: SchemaVersion[]) {
  const database = await openDatabase<Dexie>(name, { durability: 'strict', versions });
  opened.push(database.db);
  return database;
}
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});

const first: SchemaVersion = { version: 1, stores: { items: 'id', others: 'id' } };
const steps: Migration[] = [
  {
    stores: { items: 'id, size' },
    records: { items: ({ length, ...item }) => ({ ...item, size: length }) },
  },
  {
    stores: { others: null },
    records: { items: (item) => (item.size === 1 ? { ...item, small: true } : item) },
  },
];
const versions = [first, ...steps.map((step, i) => toSchemaVersion([step], i + 2))];

it('rewrites records step by step, more than fit in one batch, and keeps every key', async () => {
  const name = crypto.randomUUID();
  const before = await open(name, [first]);
  const items = Array.from({ length: 501 }, (_, i) => ({
    id: String(i).padStart(3, '0'),
    length: i,
    nested: Object.fromEntries([['__proto__', { deep: i }]]),
  }));
  await before.db.table('items').bulkAdd(items);
  before.db.close();
  const after = await open(name, versions);
  const rows = await after.db.table('items').orderBy('size').toArray();
  expect(rows).toHaveLength(501);
  expect(rows[1]).toEqual({ id: '001', size: 1, small: true, nested: items[1]?.nested });
  expect(rows[500]).toEqual({ id: '500', size: 500, nested: items[500]?.nested });
  expect(Object.entries(rows[500].nested)).toEqual([['__proto__', { deep: 500 }]]);
  expect(after.db.tables.map((table) => table.name)).toEqual(['items']);
});

it('leaves the old records whole when a later step fails', async () => {
  const name = crypto.randomUUID();
  const before = await open(name, [first]);
  await before.db.table('items').add({ id: 'a', length: 3 });
  before.db.close();
  const failing: Migration = {
    records: {
      items: () => {
        throw new Error('half-way');
      },
    },
  };
  await expect(open(name, [...versions, toSchemaVersion([failing], 4)])).rejects.toThrow('half-way');
  const again = await open(name, [first]);
  expect(await again.db.table('items').toArray()).toEqual([{ id: 'a', length: 3 }]);
});

it('keeps a store of every version before this one', () => {
  const missing = strictVersions.slice(0, -1).filter(({ version }) => !existsSync(kept(version)));
  expect(
    missing.map(({ version }) => `node scripts/makeStore.mjs was not run at version ${version}`),
  ).toEqual([]);
  expect(readdirSync(stores).length).toBeGreaterThan(0);
});

describe.each(migrations.map((each, i) => [i + 2, each] as const))(
  'the steps to version %i',
  (version, made) => {
    it('are pure: they change no record they are given, and give the same twice', () => {
      const rows = new Map<string, StoredRecord[]>();
      for (const { records = {} } of made)
        for (const [table, rewrite] of Object.entries(records)) {
          const before = rows.get(table) ?? rowsOf(readKept(version - 1).dump, table);
          rows.set(
            table,
            before.map((row) => rewrite(frozen(row))),
          );
          expect(before.map(rewrite)).toEqual(rows.get(table));
        }
    });
  },
);

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const item of Object.values(value)) frozen(item);
  return Object.freeze(value);
}

it('upgrades under an open tab of the first release, which goes on reading', async () => {
  const name = crypto.randomUUID();
  const { dump, expected } = readKept(1);
  await loadStudio(name, dump);
  const older = await open(name, strictVersions.slice(0, 1));
  const [dataset] = expected.datasets;
  const [finished] = expected.runs.filter(({ status }) => status === 'finished');
  expect(older.readOnly()).toBe(false);
  const newer = await freshStorage({ name, blobs: 'dexie' });
  expect((await newer.status()).readOnly).toBe(false);
  expect(await newer.runs.list()).toHaveLength(expected.runs.length);
  expect(await older.db.table('datasets').get(dataset?.id ?? '')).toMatchObject({ name: dataset?.name });
  const { modelId = '' } = (await newer.runs.get(finished?.id ?? '')) ?? {};
  const ofModel = await older.db.table('runs').where('modelId').equals(modelId).toArray();
  expect(ofModel.map(({ id }) => id)).toContain(finished?.id);
  expect(older.readOnly()).toBe(true);
  await expect(older.db.table('datasets').clear()).rejects.toThrow('can only read');
  expect(await newer.datasets.list()).toHaveLength(expected.datasets.length);
});
