/**
 * Opens one database so that two releases of the studio can meet without harm:
 * - a newer tab upgrades; this tab steps aside (versionchange), reopens and from then on only reads;
 * - a database newer than this code is opened read-only, and Dexie may not "patch" its schema;
 * - an upgrade that waits for another tab is reported (blocked), not endured in silence.
 */
import Dexie, { type DBCore, type Middleware, type Transaction } from 'dexie';
import { TetradError } from '#/core/protocol/errors';
import { abortWithPage } from './abortWithPage';
import type { SchemaVersion } from './schema';
import { toStorageError } from './storageErrors';

export interface StorageNotice {
  kind: 'blocked' | 'outdated' | 'deleted';
  message: string;
}

export interface DatabaseOptions {
  durability: 'strict' | 'relaxed';
  versions: SchemaVersion[];
  /** Runs in the transaction that creates the database, never on a failed open. */
  populate?: (transaction: Transaction) => void;
  onNotice?: (notice: StorageNotice) => void;
  /** What is done with every change, in its transaction. */
  middleware?: Middleware<DBCore>;
}

export interface OpenDatabase<D extends Dexie> {
  db: D;
  /** A newer release owns the schema now. */
  readOnly(): boolean;
}

const outdated = (): TetradError =>
  new TetradError({
    code: 'conflict',
    message: 'A newer version of the studio uses this data; this tab can only read it.',
    hint: 'Reload this tab to get the newer version.',
  });

/** IndexedDB that refuses to open anything above our own version: only a release with that schema may. */
function factoryUpTo(version: number) {
  const real = globalThis.indexedDB;
  return {
    open: (name: string, wanted?: number): IDBOpenDBRequest => {
      if (wanted !== undefined && wanted > version * 10) throw outdated();
      return wanted === undefined ? real.open(name) : real.open(name, wanted);
    },
    deleteDatabase: (name: string) => real.deleteDatabase(name),
    databases: () => real.databases(),
    cmp: (a: unknown, b: unknown) => real.cmp(a, b),
  };
}

export async function openDatabase<D extends Dexie>(
  name: string,
  { durability, versions, populate, onNotice, middleware }: DatabaseOptions,
): Promise<OpenDatabase<D>> {
  const latest = Math.max(...versions.map(({ version }) => version));
  const db = new Dexie(name, {
    chromeTransactionDurability: durability,
    // Records are shared, not cloned: Dexie clones by assignment, which drops a field named `__proto__`.
    cache: 'immutable',
    indexedDB: factoryUpTo(latest),
    IDBKeyRange: globalThis.IDBKeyRange,
  }) as D;
  for (const { version, stores, upgrade } of versions) {
    const declared = db.version(version).stores(stores);
    if (upgrade) declared.upgrade(upgrade);
  }

  if (middleware) db.use(middleware);
  if ('window' in globalThis) db.use(abortWithPage(window));
  let readOnly = false;
  db.use({
    stack: 'dbcore',
    name: 'readOnlyWhenOutdated',
    create: (core) => ({
      ...core,
      transaction: (tables, mode, options) => {
        if (mode === 'readwrite' && readOnly) throw outdated();
        return core.transaction(tables, mode, options);
      },
    }),
  });
  db.on(
    'ready',
    () => {
      readOnly = db.backendDB().version > latest * 10;
    },
    true,
  );
  if (populate) db.on('populate', populate);
  db.on('blocked', () =>
    onNotice?.({
      kind: 'blocked',
      message: 'Another tab runs an older version of the studio. Close or reload it to continue here.',
    }),
  );
  db.on('versionchange', (event) => {
    // Dexie's own handler closes the connection, which lets the other tab proceed, and reopens on the next query.
    readOnly = true;
    onNotice?.(
      event.newVersion === null
        ? { kind: 'deleted', message: 'The stored data was deleted in another tab. Reload this tab.' }
        : {
            kind: 'outdated',
            message:
              'A newer version of the studio was opened. This tab can only read; reload it to continue.',
          },
    );
    if (event.newVersion === null) db.close();
  });

  try {
    await db.open();
  } catch (thrown) {
    db.close();
    throw toStorageError(thrown, `database ${name}`);
  }
  if (readOnly) onNotice?.({ kind: 'outdated', message: outdated().message });
  return { db, readOnly: () => readOnly };
}
