import type { Dexie, Table } from 'dexie';
import type { MirrorRow, SyncConflict, SyncState, SyncStore } from '#/core/protocol/sync';
import { openDatabase } from '../openDatabase';
import type { SchemaVersion } from '../schema';

interface SyncDatabase extends Dexie {
  mirror: Table<MirrorRow, [kind: string, record: string]>;
  state: Table<{ key: 'state'; value: SyncState }, string>;
  conflicts: Table<SyncConflict & { sequence?: number }, number>;
}

const versions: SchemaVersion[] = [
  {
    version: 1,
    stores: { mirror: '[kind+record], toSend, toApply', state: 'key', conflicts: '++sequence' },
  },
];

const mostConflicts = 200;

export async function openSyncStore(name: string): Promise<SyncStore> {
  const { db } = await openDatabase<SyncDatabase>(`${name}-sync`, { durability: 'strict', versions });
  const { mirror, state, conflicts } = db;
  const read = async (): Promise<SyncState> =>
    (await state.get('state'))?.value ?? { after: 0, device: crypto.randomUUID().slice(0, 8) };
  const change: SyncStore['setState'] = async (given) =>
    await db.transaction('rw', state, async () => {
      await state.put({ key: 'state', value: { ...(await read()), ...given } });
    });
  return {
    async state() {
      const found = await state.get('state');
      if (found) return found.value;
      await change({});
      return await read();
    },
    setState: change,
    rows: async () => await mirror.toArray(),
    rowsTo: async (what) => await mirror.where(what).equals(1).toArray(),
    row: async (kind, record) => await mirror.get([kind, record]),
    change: async (kind, record, next) =>
      await db.transaction('rw', mirror, async () => {
        const empty: MirrorRow = { kind, record, fields: {}, toSend: 0, toApply: 0 };
        const row = next((await mirror.get([kind, record])) ?? empty);
        if (row) await mirror.put(row);
      }),
    counts: async () => ({
      toSend: await mirror.where('toSend').equals(1).count(),
      toApply: await mirror.where('toApply').equals(1).count(),
    }),
    async tell(conflict) {
      await conflicts.add(conflict);
      const over = (await conflicts.count()) - mostConflicts;
      if (over > 0) await conflicts.limit(over).delete();
    },
    conflicts: async () =>
      (await conflicts.reverse().toArray()).map(({ sequence: _sequence, ...conflict }) => conflict),
    forgetConflicts: async () => await conflicts.clear(),
    clear: async () =>
      await db.transaction('rw', [mirror, state, conflicts], async () => {
        await Promise.all([mirror.clear(), state.clear(), conflicts.clear()]);
      }),
    close: () => db.close(),
  };
}
