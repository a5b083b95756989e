/**
 * Stores what came from the server: checked, whole, with its bytes, and after what it belongs to. What is not whole yet
 * waits in the mirror. A field that changed here since it was looked at is left: its turn comes with the next look.
 */
import type { BlobRef } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import type { MirrorRow, RecordEdit, SyncStore } from '#/core/protocol/sync';
import type { WorkspaceRecords } from '#/core/protocol/workspace';
import {
  derivedFields,
  fromFields,
  gone,
  loggedKind,
  type SyncedTable,
  syncedTables,
  toFields,
} from '#/core/sync/syncedTables';
import { emptyRecords } from '#/storage/workspace';
import { requireRecord } from '../workspace/recordSchemas';
import { textOf, valueOf } from './fieldTexts';
import { applyLogged } from './applyLogged';
import type { ServerApi } from './serverApi';

const owners: Partial<Record<SyncedTable, readonly [table: SyncedTable, field: string]>> = {
  datasetVersions: ['datasets', 'datasetId'],
  modelVersions: ['models', 'modelId'],
  aliasMoves: ['models', 'modelId'],
  checkpoints: ['runs', 'runId'],
};

interface Applying {
  storage: Storage;
  store: SyncStore;
  api: ServerApi;
  report?(done: number, total: number): void;
}

export interface Applied {
  stored: number;
  /** What cannot be stored, and why. */
  refused: TetradError[];
}

export async function apply(applying: Applying): Promise<Applied> {
  const { storage, store } = applying;
  const rows = await store.rowsTo('toApply');
  const applied: Applied = { stored: 0, refused: [] };
  if (rows.length === 0) return applied;
  await storage.writing(async () => {
    for (const table of syncedTables) {
      const ofTable = rows.filter(({ kind }) => kind === table);
      if (ofTable.length > 0) await applyTable(applying, table, ofTable, applied);
    }
  });
  for (const row of rows.filter(({ kind }) => kind === loggedKind))
    if (await applyLogged(applying, row, applied.refused)) applied.stored++;
  return applied;
}

async function applyTable(
  { storage, store, api, report }: Applying,
  table: SyncedTable,
  rows: readonly MirrorRow[],
  applied: Applied,
): Promise<void> {
  const owner = owners[table];
  const records = await storage.workspace.records();
  const there = owner && new Set((records[owner[0]] as { id: string }[]).map(({ id }) => id));
  const edits: RecordEdit[] = [];
  const blobs: BlobRef[] = [];
  const taken: MirrorRow[] = [];
  for (const [i, row] of rows.entries()) {
    report?.(i, rows.length);
    if (row.fields.deleted) {
      edits.push({ table, id: row.record, next: () => undefined });
      taken.push(row);
      continue;
    }
    const texts = Object.entries(row.fields).map(([name, { text }]) => [name, text] as const);
    let refs: BlobRef[];
    try {
      const whole = fromFields(table, texts, valueOf);
      if (whole) {
        const parent = owner && (whole as Record<string, string>)[owner[1]];
        if (there && !there.has(parent ?? '')) continue;
        requireRecord(table, withDerived(table, whole, undefined), `server, ${table} ${row.record}`);
      }
      refs = whole
        ? await storage.workspace.blobsOf({ ...emptyRecords(), [table]: [whole] } as WorkspaceRecords)
        : [];
    } catch (thrown) {
      applied.refused.push(refusedBecause(thrown, table, row));
      continue;
    }
    if (!(await fetchBlobs(storage, api, refs, applied))) continue;
    blobs.push(...refs);
    edits.push({ table, id: row.record, next: (current) => merged(table, row, current) });
    taken.push(row);
  }
  if (edits.length === 0) return;
  const numbers = new Map(
    (await store.rows())
      .filter(({ kind, fields }) => kind === table && fields.number)
      .map(({ record, fields }) => [record, Number(fields.number?.text)]),
  );
  await storage.workspace.edit(edits, blobs, (id) => numbers.get(id));
  for (const row of taken) await settle(store, row);
  applied.stored += taken.length;
}

/** Of the fields that are as they were when they were looked at, what came; of the others, what is here. */
function merged(table: SyncedTable, row: MirrorRow, current: object | undefined): object | undefined {
  const here = current
    ? toFields(table, current as WorkspaceRecords[SyncedTable][number], textOf)
    : new Map<string, string>();
  const isSame = (name: string, base: string | undefined) =>
    !current || (here.get(name) ?? gone) === (base ?? gone) || name === 'number';
  const texts = new Map(here);
  for (const [name, { text, base }] of Object.entries(row.fields))
    if (isSame(name, base)) texts.set(name, text);
  const next = fromFields(table, texts, valueOf);
  return next && withDerived(table, next, current);
}

/** Studios of before could leave these out. */
const filledIn: Partial<Record<SyncedTable, object>> = {
  datasets: { description: '', tags: [] },
  models: { description: '', notes: '', tags: [] },
};

function withDerived(table: SyncedTable, row: object, current: object | undefined): object {
  const kept = (derivedFields[table] ?? []).map((name) => [
    name,
    (current as Record<string, unknown>)?.[name],
  ]);
  return {
    ...filledIn[table],
    ...row,
    ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
  };
}

async function fetchBlobs(
  storage: Storage,
  api: ServerApi,
  refs: readonly BlobRef[],
  { refused }: Applied,
): Promise<boolean> {
  for (const ref of refs) {
    if (await storage.blobs.has(ref.hash)) continue;
    const bytes = await api.getBlob(ref);
    // Whoever wrote the record is still sending, or shares it without its rows.
    if (!bytes) return false;
    const stored = await storage.blobs.put(bytes);
    if (stored.hash === ref.hash) continue;
    refused.push(
      new TetradError({
        code: 'corrupt',
        message: 'Bytes of the server do not match their SHA-256.',
        place: `blob ${ref.hash.slice(0, 12)}`,
        hint: 'Nothing was stored. Let "npm run server -- verify" look for it.',
      }),
    );
    return false;
  }
  return true;
}

/** What was stored is what is here now; what came in between waits for the next time. */
async function settle(store: SyncStore, { kind, record, fields: stored }: MirrorRow): Promise<void> {
  await store.change(kind, record, (row) => {
    let isMore = false;
    for (const [name, field] of Object.entries(row.fields)) {
      const text = stored[name]?.text;
      if (text === undefined || text !== field.text) isMore = true;
      else row.fields[name] = { ...field, base: text };
    }
    row.toApply = isMore ? 1 : 0;
    return row;
  });
}

const refusedBecause = (thrown: unknown, table: string, { record }: MirrorRow): TetradError =>
  thrown instanceof TetradError
    ? thrown
    : new TetradError({
        code: 'unsupported',
        message: `A record of the server cannot be read here: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        place: `${table} ${record}`,
        hint: 'Reload this page to get the newest studio.',
      });
