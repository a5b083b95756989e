/** Reads what others wrote into the mirror. What both changed is told; the later one counts, here as there. */
import type { FieldEntry, MirrorRow, SyncConflict, SyncStore } from '#/core/protocol/sync';
import { isClock } from '#/core/sync/clock';
import { gone, isSyncedTable, loggedKind } from '#/core/sync/syncedTables';
import { canonicalJson } from '#/storage/canonicalHash';
import type { ServerApi } from './serverApi';
import { openClock } from './stamp';
import { isBlobValue, readBlobValue } from './largeValues';

const longestTold = 200;
/** They change with every other field, or are of no interest to anybody. */
const untold = ['updatedAt', 'createdAt'];

export async function pull(store: SyncStore, api: ServerApi, now: () => number): Promise<number> {
  let read = 0;
  for (;;) {
    const { after } = await store.state();
    const { entries, more } = await api.readLog(after);
    const clock = await openClock(store, now);
    for (const entry of entries) {
      if (!isClock(entry.clock)) continue;
      clock.see(entry.clock);
      if (isSyncedTable(entry.kind) || entry.kind === loggedKind) await take(store, api, entry, now());
    }
    const last = entries.at(-1);
    if (last) await store.setState({ after: last.seq, clock: clock.last() });
    read += entries.length;
    if (!more || !last) return read;
  }
}

async function take(store: SyncStore, api: ServerApi, entry: FieldEntry, at: number): Promise<void> {
  const { kind, record, field, clock } = entry;
  const known = (await store.row(kind, record))?.fields;
  if (known?.deleted || (known?.[field] && known[field].clock >= clock && !known[field].pending)) return;
  const text =
    isBlobValue(entry.value) && field !== 'deleted'
      ? await readBlobValue(api, entry.value)
      : canonicalJson(entry.value);
  const told: SyncConflict[] = [];
  await store.change(kind, record, (row) => {
    if (row.fields.deleted) return undefined;
    const tell = (name: string, mine: string, theirs: string, kept: 'mine' | 'theirs') =>
      told.push({
        at,
        table: kind,
        record,
        name: nameOf(row),
        field: name,
        mine: mine.slice(0, longestTold),
        theirs: theirs.slice(0, longestTold),
        kept,
      });
    if (field === 'deleted') {
      for (const [name, { pending, text: mine }] of Object.entries(row.fields))
        if (pending && !untold.includes(name)) tell(name, mine, '(deleted)', 'theirs');
      return { ...row, fields: { deleted: { text: 'true', clock } }, toSend: 0, toApply: 1 };
    }
    const before = row.fields[field];
    const isBoth = before?.pending === true && before.text !== text && !untold.includes(field);
    if (before && before.clock >= clock) {
      if (isBoth) tell(field, before.text, text, 'mine');
      return undefined;
    }
    if (isBoth) tell(field, before.text, text, 'theirs');
    row.fields[field] = { text, clock, ...(before?.base !== undefined && { base: before.base }) };
    if (text !== before?.base) row.toApply = 1;
    row.toSend = Object.values(row.fields).some(({ pending }) => pending) ? 1 : 0;
    return row;
  });
  for (const conflict of told) await store.tell(conflict);
}

function nameOf({ fields, record }: MirrorRow): string {
  const text = fields.name?.text;
  return text && text !== gone ? String(JSON.parse(text)) : record;
}
