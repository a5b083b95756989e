import { freshStorage } from './fixtures/freshStorage';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { Dexie } from 'dexie';
import { afterEach, expect, it } from 'vitest';
import type { FilledStudio } from '../../test/support/fillStudio';
import { loadStudio } from '../../test/support/storeDump';
import { keepBlobNames } from './blobNames';
import { collectHashes } from './collectHashes';
import { openDatabase } from './openDatabase';
import { blobNamesTable, type BlobNamesRow, strictVersions, type StrictDatabase } from './schema';

const opened: Dexie[] = [];
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});

async function open(name = crypto.randomUUID()) {
  const lost = new Set<string>();
  const { db } = await openDatabase<StrictDatabase>(name, {
    durability: 'strict',
    versions: strictVersions,
    middleware: keepBlobNames((hashes) => hashes.forEach((hash) => lost.add(hash))),
  });
  opened.push(db);
  return { db, lost };
}

const hash = (i: number) => String(i).padStart(64, 'a');

/** What the records themselves say. */
async function namesInRecords(db: StrictDatabase): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const table of db.tables.filter(({ name }) => name !== blobNamesTable))
    await table.each((row, { primaryKey }) => {
      const hashes = collectHashes(row).sort();
      if (hashes.length > 0) found.set(`${table.name} ${String(primaryKey)}`, hashes);
    });
  return found;
}

const namesKept = async (db: StrictDatabase): Promise<Map<string, string[]>> =>
  new Map(
    (await db.blobNames.toArray()).map(({ table, key, hashes }: BlobNamesRow) => [
      `${table} ${key}`,
      [...hashes].sort(),
    ]),
  );

it('is what the records say, whatever is done to them, and tells of every blob that lost a name', async () => {
  const key = fc.integer({ min: 0, max: 4 }).map(String);
  const value = fc.array(fc.integer({ min: 0, max: 6 }).map(hash), { maxLength: 3 });
  const table = fc.constantFrom('settings' as const, 'checkpoints' as const);
  const step = fc.oneof(
    fc.record({ do: fc.constant('put' as const), table, key, value }),
    fc.record({ do: fc.constant('add' as const), table, key, value }),
    fc.record({ do: fc.constant('bulkAdd' as const), table, key, value }),
    fc.record({ do: fc.constant('modify' as const), table, key, value }),
    fc.record({ do: fc.constant('delete' as const), table, key, value }),
    fc.record({ do: fc.constant('deleteFrom' as const), table, key, value }),
    fc.record({ do: fc.constant('clear' as const), table, key, value }),
    fc.record({ do: fc.constant('aborted' as const), table, key, value }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { db, lost } = await open();
      const named = new Set<string>();
      for (const { do: what, table: name, key: id, value: hashes } of steps) {
        const rows = db.table<object, string>(name);
        const row = (at: string) => ({ [name === 'settings' ? 'key' : 'runId']: at, deep: [{ hashes }] });
        const doing = {
          put: () => rows.put(row(id)),
          add: () => rows.add(row(id)),
          // Some of them are there already: the others are added.
          bulkAdd: () => rows.bulkAdd(['0', '1', '2', '3'].map(row)),
          modify: () => rows.toCollection().modify({ deep: hashes }),
          delete: () => rows.bulkDelete([id, '4']),
          deleteFrom: () => rows.where(':id').aboveOrEqual(id).delete(),
          clear: () => rows.clear(),
          aborted: () =>
            db.transaction('rw', rows, async () => {
              await rows.put(row(id));
              throw new Error('changed my mind');
            }),
        }[what];
        await Promise.resolve(doing()).catch(() => {});
        for (const list of (await namesInRecords(db)).values()) for (const each of list) named.add(each);
      }
      const records = await namesInRecords(db);
      expect(await namesKept(db)).toEqual(records);
      const still = new Set([...records.values()].flat());
      for (const each of named) if (!still.has(each)) expect(lost.has(each)).toBe(true);
      db.close();
    }),
    { numRuns: 60 },
  );
});

it('is filled when a store of the first release is upgraded', async () => {
  const name = crypto.randomUUID();
  const file = new URL('../../test/stores/v1.json', import.meta.url);
  const { dump } = JSON.parse(readFileSync(file, 'utf8')) as FilledStudio;
  await loadStudio(name, dump);
  const { db } = await open(name);
  const names = await namesKept(db);
  expect(names.size).toBeGreaterThan(10);
  expect(names).toEqual(await namesInRecords(db));
  const storage = await freshStorage({ name, blobs: 'dexie' });
  const before = await storage.status();
  expect(await storage.collectGarbage({ graceMs: -1000 })).toMatchObject({
    freedBytes: before.unreferencedBytes,
  });
  expect(await storage.status()).toEqual({ ...before, unreferencedBytes: 0 });
});
