/** The records of a whole studio: read as of one moment, and added to another in one transaction. */
import type { Table } from 'dexie';
import type { Job } from '#/core/protocol/job';
import type { Model } from '#/core/protocol/model';
import type { BlobRef } from '#/core/protocol/dataset';
import type { Merged, RecordTable, WorkspaceRecords, WorkspaceRepository } from '#/core/protocol/workspace';
import { loadBlobsOf } from './blobsOf';
import { type ModelRow, strictVersions } from './schema';
import { commitNaming, type StorageContext } from './storageContext';

const tables = [
  'experiments',
  'datasets',
  'datasetVersions',
  'models',
  'modelVersions',
  'aliasMoves',
  'runs',
  'checkpoints',
  'jobs',
  'settings',
] as const satisfies RecordTable[];

export const emptyRecords = (): WorkspaceRecords => ({
  experiments: [],
  datasets: [],
  datasetVersions: [],
  models: [],
  modelVersions: [],
  aliasMoves: [],
  runs: [],
  checkpoints: [],
  jobs: [],
  settings: [],
});

export function workspaceRepository(context: StorageContext): WorkspaceRepository {
  const { strict } = context;
  const all = tables.map((name) => strict[name] as Table);

  return {
    schema: Math.max(...strictVersions.map(({ version }) => version)),

    records: async () =>
      await strict.transaction('r', all, async () => {
        const read = await Promise.all(
          tables.map(async (name) => [name, await strict[name].toArray()] as const),
        );
        const records = { ...emptyRecords(), ...Object.fromEntries(read) };
        return {
          ...records,
          models: (records.models as unknown as ModelRow[]).map(
            (row): Model => ({ ...row, aliases: Object.fromEntries(row.aliases) }),
          ),
        };
      }),

    blobsOf,

    async edit(edits, blobs, givenNumber) {
      const { editRecords } = await import('./sync/editRecords');
      await editRecords(context, edits, blobs, givenNumber);
    },

    async merge(records) {
      const blobs = await blobsOf(records);
      return await commitNaming(context, blobs, 'workspace', () =>
        strict.transaction('rw', all, () => mergeRecords(context, records)),
      );
    },
  };
}

/** Each once. */
async function blobsOf({
  datasetVersions,
  modelVersions,
  checkpoints,
  runs,
  jobs,
}: WorkspaceRecords): Promise<BlobRef[]> {
  const { blobsOfVersion, blobsOfModel } = await loadBlobsOf();
  const refs: BlobRef[] = [
    ...datasetVersions.flatMap(blobsOfVersion),
    ...modelVersions.flatMap(blobsOfModel),
    ...checkpoints.flatMap((row) => [row, ...(row.earlier ?? [])].flatMap(({ blobs }) => blobs)),
    ...runs.flatMap(({ artifacts }) => artifacts.map(({ blob }) => blob)),
    ...jobs.flatMap(({ files = [] }: Job) => files.flatMap(({ parts }) => parts)),
  ];
  return [...new Map(refs.map(({ hash, bytes }) => [hash, { hash, bytes }])).values()];
}

/** Inside a transaction over all tables. */
async function mergeRecords({ strict }: StorageContext, records: WorkspaceRecords): Promise<Merged> {
  const merged: Merged = {
    added: countsOf(() => 0),
    known: countsOf(() => 0),
    renamed: [],
  };
  /** Those that are not here yet, which are counted. */
  const fresh = async <T>(name: RecordTable, key: keyof T, rows: readonly T[]): Promise<T[]> => {
    const there = await strict[name].bulkGet(rows.map((row) => row[key] as string));
    const missing = rows.filter((_, i) => there[i] === undefined);
    merged.added[name] = missing.length;
    merged.known[name] = rows.length - missing.length;
    return missing;
  };
  const freeName = async (table: Table, name: string): Promise<string> => {
    let free = name;
    for (let n = 2; (await table.where('name').equals(free).count()) > 0; n++) free = `${name} (${n})`;
    if (free !== name) merged.renamed.push({ from: name, to: free });
    return free;
  };

  await strict.experiments.bulkAdd(await fresh('experiments', 'id', records.experiments));
  for (const dataset of await fresh('datasets', 'id', records.datasets))
    await strict.datasets.add({ ...dataset, name: await freeName(strict.datasets, dataset.name) });
  for (const { aliases: _, ...model } of await fresh('models', 'id', records.models))
    await strict.models.add({ ...model, name: await freeName(strict.models, model.name), aliases: [] });

  for (const version of inOrder(await fresh('datasetVersions', 'id', records.datasetVersions))) {
    const { datasetId } = version;
    const numbers = strict.datasetVersions.where('[datasetId+number]');
    const isTaken = (await numbers.equals([datasetId, version.number]).count()) > 0;
    const last = await numbers.between([datasetId, 0], [datasetId, Infinity]).last();
    const number = isTaken ? (last?.number ?? 0) + 1 : version.number;
    await strict.datasetVersions.add({ ...version, number });
    if (number > (last?.number ?? 0))
      await strict.datasets.update(datasetId, { latestVersionId: version.id, kind: version.schema.kind });
  }
  for (const version of inOrder(await fresh('modelVersions', 'id', records.modelVersions))) {
    const { modelId } = version;
    const numbers = strict.modelVersions.where('[modelId+number]');
    const isTaken = (await numbers.equals([modelId, version.number]).count()) > 0;
    const last = await numbers.between([modelId, 0], [modelId, Infinity]).last();
    await strict.modelVersions.add({
      ...version,
      number: isTaken ? (last?.number ?? 0) + 1 : version.number,
    });
  }
  for (const { id, aliases } of records.models) {
    const row = await strict.models.get(id);
    if (!row) continue;
    const set = new Set(row.aliases.map(([alias]) => alias));
    const more = Object.entries(aliases).filter(([alias]) => !set.has(alias));
    if (more.length > 0) await strict.models.put({ ...row, aliases: [...row.aliases, ...more] });
  }
  await strict.aliasMoves.bulkAdd(await fresh('aliasMoves', 'id', records.aliasMoves));

  const runs = await fresh('runs', 'id', records.runs);
  await strict.runs.bulkAdd(runs);
  // A run that is here goes on from where it is here.
  const isNew = new Set(runs.map(({ id }) => id));
  const checkpoints = records.checkpoints.filter(({ runId }) => isNew.has(runId));
  await strict.checkpoints.bulkAdd(await fresh('checkpoints', 'runId', checkpoints));
  await strict.jobs.bulkAdd(await fresh('jobs', 'id', records.jobs));
  await strict.settings.bulkAdd(await fresh('settings', 'key', records.settings));
  return merged;
}

const countsOf = (of: (table: RecordTable) => number): Record<RecordTable, number> =>
  Object.fromEntries(tables.map((table) => [table, of(table)])) as Record<RecordTable, number>;

const inOrder = <T extends { number: number }>(versions: readonly T[]): T[] =>
  versions.toSorted((a, b) => a.number - b.number);
