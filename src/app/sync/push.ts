/** Sends what waits: first the bytes a record names, then its fields. Sent twice is the same as sent once. */
import type { BlobRef } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import type { FieldEntry, MirrorRow, SharePolicy, SyncStore } from '#/core/protocol/sync';
import type { WorkspaceRecords } from '#/core/protocol/workspace';
import { fromFields, isSyncedTable, keyOf, loggedKind, syncedTables } from '#/core/sync/syncedTables';
import { valueOf } from './fieldTexts';
import { isLarge, writeBlobValue } from './largeValues';
import type { ServerApi } from './serverApi';
import { sharedRecords } from './sharedRecords';

const mostEntries = 900;
const mostBytes = 1_000_000;

interface Pushing {
  storage: Storage;
  store: SyncStore;
  api: ServerApi;
  share: SharePolicy;
  lent?: ReadonlySet<string>;
  report?(done: number, total: number): void;
}

export async function push({ storage, store, api, share, lent, report }: Pushing): Promise<number> {
  const rows = inOrder(await store.rowsTo('toSend'));
  if (rows.length === 0) return 0;
  const records = sharedRecords(await storage.workspace.records(), share, lent);
  const byKey = new Map<string, unknown>(
    syncedTables.flatMap((table) =>
      (records[table] as unknown[]).map((row) => [`${table} ${keyOf(table, row)}`, row] as const),
    ),
  );
  const sent = new Set<string>();
  let waiting: { row: MirrorRow; entries: FieldEntry[] }[] = [];
  let [count, bytes] = [0, 0];
  const flush = async () => {
    const entries = waiting.flatMap((one) => one.entries);
    if (entries.length > 0) await api.writeLog(entries);
    for (const { row, entries: told } of waiting) await acknowledge(store, row, told);
    [waiting, count, bytes] = [[], 0, 0];
  };
  // Read before anything is sent, which takes time: a training gives up the bytes of a checkpoint for those of the next.
  const held = new Map<string, Uint8Array>();
  const overtaken = new Set<string>();
  for (const row of rows.filter(({ kind }) => kind === 'checkpoints'))
    for (const ref of await blobsOf(storage, row, asStamped(row)))
      if (await storage.blobs.has(ref.hash)) held.set(ref.hash, await storage.blobs.get(ref));
      else overtaken.add(row.record);
  for (const [done, row] of rows.entries()) {
    report?.(done, rows.length);
    const isCheckpoint = row.kind === 'checkpoints';
    // The next look finds the one that took its place.
    if (isCheckpoint && overtaken.has(row.record)) continue;
    const record = byKey.get(`${row.kind} ${row.record}`);
    for (const ref of await blobsOf(storage, row, record && isCheckpoint ? asStamped(row) : record)) {
      if (sent.has(ref.hash)) continue;
      await api.putBlob(ref.hash, held.get(ref.hash) ?? (await storage.blobs.get(ref)));
      sent.add(ref.hash);
    }
    const entries = await entriesOf(api, row);
    const size = JSON.stringify(entries).length;
    if (count + entries.length > mostEntries || bytes + size > mostBytes) await flush();
    waiting.push({ row, entries });
    count += entries.length;
    bytes += size;
  }
  await flush();
  report?.(rows.length, rows.length);
  return rows.length;
}

const order = [...syncedTables, loggedKind] as readonly string[];
const inOrder = (rows: readonly MirrorRow[]): MirrorRow[] =>
  rows.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));

async function blobsOf(storage: Storage, { kind }: MirrorRow, row: unknown): Promise<BlobRef[]> {
  if (!row || !isSyncedTable(kind)) return [];
  const { emptyRecords } = await import('#/storage/workspace');
  return await storage.workspace.blobsOf({ ...emptyRecords(), [kind]: [row] } as WorkspaceRecords);
}

/** A training has gone on since this was looked at: what is sent is the checkpoint of then, and its bytes. */
const asStamped = ({ fields }: MirrorRow): unknown =>
  fromFields(
    'checkpoints',
    Object.entries(fields).map(([name, { text }]) => [name, text] as const),
    valueOf,
  );

async function entriesOf(api: ServerApi, { kind, record, fields }: MirrorRow): Promise<FieldEntry[]> {
  const entries: FieldEntry[] = [];
  for (const [field, { text, clock, pending }] of Object.entries(fields))
    if (pending)
      entries.push({
        kind,
        record,
        field,
        value: isLarge(text) ? await writeBlobValue(api, text) : JSON.parse(text),
        clock,
      });
  if (entries.length <= mostEntries) return entries;
  throw new TetradError({
    code: 'unsupported',
    message: `A record has more than ${mostEntries} fields.`,
    place: `${kind} ${record}`,
  });
}

/** What changed again meanwhile waits on. */
async function acknowledge(store: SyncStore, { kind, record }: MirrorRow, told: readonly FieldEntry[]) {
  const clocks = new Map(told.map(({ field, clock }) => [field, clock]));
  await store.change(kind, record, (row) => {
    for (const [name, { pending: _sent, ...field }] of Object.entries(row.fields))
      if (clocks.get(name) === field.clock) row.fields[name] = short(kind, name, field);
    row.toSend = Object.values(row.fields).some(({ pending }) => pending) ? 1 : 0;
    return row;
  });
}

/** What a run logged is long, and is not compared: `of` says whether it is the same. */
const short = <F extends { text: string; base?: string }>(kind: string, name: string, field: F): F =>
  kind === loggedKind && name === 'logged' ? { ...field, text: '', base: '' } : field;
