/**
 * One step from a released schema to the next: what is indexed otherwise, and what a record looks like now.
 * Pure: from a record of the version before to one of this version, whatever was in it; the types of old records are
 * gone, so nothing but their shape is known. All steps of an upgrade share one transaction: all of it, or nothing.
 */
import type { Table, Transaction } from 'dexie';
import type { SchemaVersion } from '../schema';

export type StoredRecord = Readonly<Record<string, unknown>>;

export interface Migration {
  /** Tables whose indexes change, as Dexie declares them; a new table; null drops one. */
  stores?: Record<string, string | null>;
  /** Table -> the record as this version holds it; the very same object leaves it as it is. */
  records?: Record<string, (record: StoredRecord) => StoredRecord>;
}

/** Records rewritten at a time. */
const batchRows = 200;

export const toSchemaVersion = (steps: readonly Migration[], version: number): SchemaVersion => ({
  version,
  stores: Object.assign({}, ...steps.map(({ stores }) => stores)),
  ...(steps.some(({ records }) => records) && {
    upgrade: async (transaction: Transaction) => {
      for (const { records = {} } of steps)
        for (const [table, rewrite] of Object.entries(records))
          await rewriteTable(transaction.table(table), rewrite);
    },
  }),
});

/** Not Dexie's `modify`: that copies records by assignment, which loses a key named `__proto__`. */
async function rewriteTable(
  table: Table<StoredRecord, string>,
  rewrite: (record: StoredRecord) => StoredRecord,
): Promise<void> {
  const keys = await table.toCollection().primaryKeys();
  for (let from = 0; from < keys.length; from += batchRows) {
    const before = (await table.bulkGet(keys.slice(from, from + batchRows))).filter(
      (row) => row !== undefined,
    );
    const changed = before.map((row) => [row, rewrite(row)] as const).filter(([old, now]) => now !== old);
    await table.bulkPut(changed.map(([, now]) => now));
  }
}
