/**
 * What a server keeps of a studio: its records, field by field. A field is a text of JSON with sorted keys, so that equal
 * values are equal texts. What follows from other records is left out, and worked out again where they arrive.
 */
import type { RecordTable, WorkspaceRecords } from '../protocol/workspace';

/** In the order in which they can be stored: what belongs to something comes after it. */
export const syncedTables = [
  'experiments',
  'datasets',
  'datasetVersions',
  'models',
  'modelVersions',
  'aliasMoves',
  'runs',
  'checkpoints',
  'jobs',
] as const satisfies RecordTable[];
export type SyncedTable = (typeof syncedTables)[number];

export const isSyncedTable = (kind: string): kind is SyncedTable =>
  (syncedTables as readonly string[]).includes(kind);

/** What a run logged: one field, written when the run stands still. */
export const loggedKind = 'logged';

/** By tables: they follow from the versions that are there. */
export const derivedFields: Partial<Record<SyncedTable, readonly string[]>> = {
  datasets: ['latestVersionId'],
};

/** Of versions: two studios may give the same one. It stays as it was given; each studio counts on from equal ones alike. */
export const givenOnce: Partial<Record<SyncedTable, readonly string[]>> = {
  datasetVersions: ['number'],
  modelVersions: ['number'],
};

export const keyOf = (table: SyncedTable, row: unknown): string =>
  (row as Record<string, string>)[table === 'checkpoints' ? 'runId' : 'id'] ?? '';

/** A field that was there and is not any more. */
export const gone = '{"$gone":true}';

const aliasPrefix = 'alias/';

export function toFields(
  table: SyncedTable,
  row: WorkspaceRecords[SyncedTable][number],
  textOf: (value: unknown) => string,
): Map<string, string> {
  if (table === 'checkpoints') return new Map([['checkpoint', textOf(row)]]);
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(row)) {
    if (value === undefined || derivedFields[table]?.includes(name)) continue;
    if (table === 'models' && name === 'aliases')
      // One by one: two studios may move two of them.
      for (const [alias, version] of Object.entries(value as Record<string, string>))
        fields.set(aliasPrefix + alias, textOf(version));
    else fields.set(name, textOf(value));
  }
  return fields;
}

/** A record of its fields; undefined where it is gone as a whole. */
export function fromFields(
  table: SyncedTable,
  fields: Iterable<readonly [name: string, text: string]>,
  valueOf: (text: string) => unknown,
): object | undefined {
  const there = [...fields].filter(([, text]) => text !== gone);
  if (table === 'checkpoints') return valueOf(there[0]?.[1] ?? 'null') as object | undefined;
  const isAlias = ([name]: readonly [string, string]) => table === 'models' && name.startsWith(aliasPrefix);
  const row = there.filter((entry) => !isAlias(entry)).map(([name, text]) => [name, valueOf(text)] as const);
  if (table === 'models')
    row.push([
      'aliases',
      Object.fromEntries(
        there.filter(isAlias).map(([name, text]) => [name.slice(aliasPrefix.length), valueOf(text)]),
      ),
    ]);
  return Object.fromEntries(row);
}

/** Numbers of the versions of one dataset or model: as they were given, and counted on where two have the same. */
export function numberVersions<V extends { id: string; createdAt: number }>(
  versions: readonly V[],
  givenOf: (version: V) => number,
): Map<string, number> {
  const inOrder = versions.toSorted(
    (a, b) => givenOf(a) - givenOf(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
  );
  let last = 0;
  return new Map(
    inOrder.map((version) => [version.id, (last = Math.max(givenOf(version), last + 1))] as const),
  );
}
