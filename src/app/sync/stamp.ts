/**
 * What changed here since it was last looked at, with the time of this look: also while there is no network. A change is
 * what differs from what was stored here before, not from what the server has: that may be newer.
 */
import { packSeries } from '#/core/logged/series';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { MirrorRow, SharePolicy, SyncStore } from '#/core/protocol/sync';
import { type Clock, createClock, millisecondsOf } from '#/core/sync/clock';
import {
  givenOnce,
  gone,
  isSyncedTable,
  keyOf,
  loggedKind,
  type SyncedTable,
  syncedTables,
  toFields,
} from '#/core/sync/syncedTables';
import { textOf } from './fieldTexts';
import { sharedRecords } from './sharedRecords';

/** A server takes no clock that is further ahead. */
const mostAheadMs = 24 * 3_600_000;

/** Goes on from every clock that was seen; one that is a day ahead is not believed any more once the device's is right. */
export async function openClock(store: SyncStore, now: () => number): Promise<Clock> {
  const { device, clock: seen } = await store.state();
  const clock = createClock(device, now);
  if (seen !== undefined && millisecondsOf(seen) < now() + mostAheadMs) clock.see(seen);
  return clock;
}

interface Stamping {
  storage: Storage;
  store: SyncStore;
  share: SharePolicy;
  /** Runs that are trained here for a server. */
  lent?: ReadonlySet<string>;
  now?: () => number;
}

/** How many records have something to send. */
export async function stamp({ storage, store, share, lent, now = Date.now }: Stamping): Promise<number> {
  const records = await storage.workspace.records();
  const shared = sharedRecords(records, share, lent);
  const clock = await openClock(store, now);
  const known = new Map((await store.rows()).map((row) => [`${row.kind} ${row.record}`, row]));
  let count = 0;
  const put = async (kind: string, record: string, fields: ReadonlyMap<string, string>) => {
    const before = known.get(`${kind} ${record}`);
    if (before && !differs(before, fields, kind)) return;
    let last = '';
    await store.change(kind, record, (row) => {
      if (row.fields.deleted) return undefined;
      last = stampFields(row, fields, clock);
      return last === '' ? undefined : row;
    });
    if (last === '') return;
    await store.setState({ clock: last });
    count++;
  };

  for (const table of syncedTables) {
    for (const row of shared[table]) await put(table, keyOf(table, row), toFields(table, row, textOf));
    const there = new Set((records[table] as unknown[]).map((row) => keyOf(table, row)));
    for (const row of known.values())
      if (row.kind === table && wasHere(row) && !there.has(row.record)) {
        if (table === 'checkpoints') await put(table, row.record, new Map());
        else await deleted(row, table);
      }
  }
  const runs = new Set(records.runs.map(({ id }) => id));
  const steps = new Map(shared.checkpoints.map(({ runId, step }) => [runId, step]));
  for (const run of shared.runs) if (run.status !== 'running' || steps.has(run.id)) await putLogged(run);
  for (const row of known.values())
    if (row.kind === loggedKind && wasHere(row) && !runs.has(row.record)) await deleted(row, loggedKind);
  return count;

  async function deleted({ record }: MirrorRow, kind: SyncedTable | typeof loggedKind): Promise<void> {
    const time = clock.next();
    await store.change(kind, record, (row) =>
      row.fields.deleted
        ? undefined
        : {
            ...row,
            fields: { deleted: { text: 'true', clock: time, base: 'true', pending: true } },
            toSend: 1,
            toApply: 0,
          },
    );
    await store.setState({ clock: time });
    count++;
  }

  async function putLogged({ id, status, finishedAt }: Run): Promise<void> {
    const step = status === 'running' ? steps.get(id) : undefined;
    const of = textOf([status, finishedAt ?? 0, ...(step === undefined ? [] : [step])]);
    if (known.get(`${loggedKind} ${id}`)?.fields.of?.base === of) return;
    const series = (await storage.metrics.series(id)).map((one) => ({ name: one.name, ...packSeries(one) }));
    const histograms = await storage.metrics.histograms(id);
    await put(
      loggedKind,
      id,
      new Map([
        ['of', of],
        ['logged', textOf({ series, histograms })],
      ]),
    );
  }
}

/** Something of it is stored here. */
const wasHere = ({ fields }: MirrorRow): boolean =>
  !fields.deleted && Object.values(fields).some(({ base }) => base !== undefined && base !== gone);

const isGivenOnce = (kind: string, name: string): boolean =>
  isSyncedTable(kind) && givenOnce[kind]?.includes(name) === true;

/** Cheap: most records are as they were. */
function differs({ fields: known }: MirrorRow, fields: ReadonlyMap<string, string>, kind: string): boolean {
  if (known.deleted) return false;
  for (const [name, text] of fields)
    if (known[name]?.base !== text && !(isGivenOnce(kind, name) && known[name])) return true;
  return Object.entries(known).some(
    ([name, { base }]) => base !== undefined && base !== gone && !fields.has(name),
  );
}

/** The last clock given; empty: nothing to tell. */
function stampFields(row: MirrorRow, fields: ReadonlyMap<string, string>, clock: Clock): string {
  let last = '';
  const set = (name: string, text: string) => {
    const before = row.fields[name];
    if (before?.base === text || (before && isGivenOnce(row.kind, name))) return;
    // The same as came from elsewhere meanwhile: agreed.
    if (before?.text === text) {
      row.fields[name] = { ...before, base: text };
      last ||= before.clock;
      return;
    }
    last = clock.next();
    row.fields[name] = { text, clock: last, base: text, pending: true };
    row.toSend = 1;
  };
  for (const [name, text] of fields) set(name, text);
  for (const [name, { base }] of Object.entries(row.fields))
    if (base !== undefined && base !== gone && !fields.has(name)) set(name, gone);
  return last;
}
