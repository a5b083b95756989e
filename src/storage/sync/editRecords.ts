/** Records as another studio has them, written in one transaction; versions are numbered as every studio numbers them. */
import type { Table } from 'dexie';
import type { BlobRef } from '#/core/protocol/dataset';
import type { Model } from '#/core/protocol/model';
import type { RecordEdit } from '#/core/protocol/sync';
import { numberVersions } from '#/core/sync/syncedTables';
import type { ModelRow, StrictDatabase } from '../schema';
import { commitNaming, type StorageContext } from '../storageContext';

interface Version {
  id: string;
  number: number;
  createdAt: number;
}

export async function editRecords(
  context: StorageContext,
  edits: readonly RecordEdit[],
  blobs: readonly BlobRef[],
  givenNumber: (versionId: string) => number | undefined,
): Promise<void> {
  const { strict } = context;
  const names = [...new Set(edits.map(({ table }) => table))];
  const tables = new Set<Table>(names.map((name) => strict[name] as Table));
  if (names.includes('datasetVersions')) tables.add(strict.datasets);
  await commitNaming(context, blobs, 'what came from the server', () =>
    strict.transaction('rw', [...tables], async () => {
      const datasets = new Set<string>();
      const models = new Set<string>();
      for (const { table, id, next } of edits) {
        const rows = strict[table] as Table<object, string>;
        const stored = await rows.get(id);
        const current = table === 'models' && stored ? toModel(stored as ModelRow) : stored;
        const wanted = next(current);
        if (wanted === current) continue;
        const owner = { ...current, ...wanted } as { datasetId?: string; modelId?: string };
        if (table === 'datasetVersions' && owner.datasetId) datasets.add(owner.datasetId);
        if (table === 'modelVersions' && owner.modelId) models.add(owner.modelId);
        if (!wanted) await rows.delete(id);
        else if (table === 'models') await rows.put(toRow(wanted as Model));
        // Out of the way of those that are there, until all are numbered.
        else if (isVersion(table)) await rows.put({ ...wanted, number: -1 - Math.random() });
        else await rows.put(wanted);
      }
      for (const id of datasets) await numberDataset(strict, id, givenNumber);
      for (const id of models) await renumber(strict.modelVersions, 'modelId', id, givenNumber);
    }),
  );
}

const isVersion = (table: string): boolean => table === 'datasetVersions' || table === 'modelVersions';
const toModel = (row: ModelRow): Model => ({ ...row, aliases: Object.fromEntries(row.aliases) });
const toRow = (model: Model): ModelRow => ({ ...model, aliases: Object.entries(model.aliases) });

async function numberDataset(
  strict: StrictDatabase,
  id: string,
  givenNumber: (versionId: string) => number | undefined,
): Promise<void> {
  const versions = await renumber(strict.datasetVersions, 'datasetId', id, givenNumber);
  const latest = versions.at(-1);
  const dataset = await strict.datasets.get(id);
  if (!dataset || dataset.latestVersionId === latest?.id) return;
  await strict.datasets.put({ ...dataset, latestVersionId: latest?.id });
}

async function renumber<V extends Version>(
  table: Table<V, string>,
  owner: string,
  id: string,
  givenNumber: (versionId: string) => number | undefined,
): Promise<V[]> {
  const versions = await table.where(`[${owner}+number]`).between([id, -Infinity], [id, Infinity]).toArray();
  const numbers = numberVersions(versions, (version) => givenNumber(version.id) ?? version.number);
  const numbered = versions.map((version) => ({ ...version, number: numbers.get(version.id) as number }));
  const changed = numbered.filter(({ number }, i) => number !== versions[i]?.number);
  await table.bulkDelete(changed.map((version) => version.id));
  await table.bulkAdd(changed);
  return numbered.toSorted((a, b) => a.number - b.number);
}
