import type { Dataset, DatasetVersion } from '#/core/protocol/dataset';
import type { DatasetRepository, NewDatasetVersion } from '#/core/protocol/storage';
import { applyChange, given, nextUpdatedAt } from './applyChange';
import { loadBlobsOf } from './blobsOf';
import { contentHash } from './canonicalHash';
import { commitNaming, type StorageContext } from './storageContext';
import { notFound } from './storageErrors';

/** Which version it is, where it came from, and what follows from its data. */
const notContent: readonly (keyof NewDatasetVersion)[] = [
  'id',
  'datasetId',
  'rows',
  'bytes',
  'stats',
  'source',
  'issues',
  'reason',
];

export function datasetRepository(context: StorageContext): DatasetRepository {
  const { strict } = context;
  const { datasets, datasetVersions, runs, modelVersions, models } = strict;
  const versionsOf = (datasetId: string) =>
    datasetVersions.where('[datasetId+number]').between([datasetId, 0], [datasetId, Infinity]);

  return {
    async create(wanted) {
      const now = Date.now();
      const dataset: Dataset = {
        id: crypto.randomUUID(),
        description: '',
        tags: [],
        createdAt: now,
        updatedAt: now,
        ...given(wanted),
      };
      await datasets.add(dataset);
      return dataset;
    },

    get: async (id) => await datasets.get(id),
    list: async () => await datasets.orderBy('createdAt').reverse().toArray(),
    hasName: async (name) => (await datasets.where('name').equals(name).count()) > 0,

    update: async (id, change) =>
      await strict.transaction('rw', datasets, async () => {
        const current = await datasets.get(id);
        if (!current) throw notFound('dataset', id);
        const next = applyChange(current, change, ['id', 'kind', 'createdAt', 'latestVersionId']);
        if (next === current) return current;
        next.updatedAt = nextUpdatedAt(current.updatedAt);
        await datasets.put(next);
        return next;
      }),

    delete: async (id) =>
      await strict.transaction('rw', datasets, datasetVersions, async () => {
        await versionsOf(id).delete();
        await datasets.delete(id);
      }),

    async commitVersion(input) {
      const { schema, datasetId } = input;
      const hash = await contentHash(input, notContent);
      const { blobsOfVersion } = await loadBlobsOf();
      return await commitNaming(context, blobsOfVersion(input), `dataset ${datasetId}`, () =>
        strict.transaction('rw', datasets, datasetVersions, async () => {
          const dataset = await datasets.get(datasetId);
          if (!dataset) throw notFound('dataset', datasetId);
          const latest = await versionsOf(datasetId).last();
          const version: DatasetVersion = {
            ...input,
            id: input.id ?? crypto.randomUUID(),
            number: (latest?.number ?? 0) + 1,
            createdAt: Date.now(),
            hash,
          };
          await datasetVersions.add(version);
          await datasets.put({
            ...dataset,
            kind: schema.kind,
            latestVersionId: version.id,
            updatedAt: nextUpdatedAt(dataset.updatedAt),
          });
          return version;
        }),
      );
    },

    version: async (id) => await datasetVersions.get(id),
    versions: async (datasetId) => await versionsOf(datasetId).reverse().toArray(),

    dependants: async (id) =>
      await strict.transaction('r', runs, models, modelVersions, async () => {
        const itsRuns = await runs.where('datasetId').equals(id).toArray();
        const modelIds = new Set(
          (await modelVersions.where('datasetId').equals(id).toArray()).map((version) => version.modelId),
        );
        const itsModels = (await models.bulkGet([...modelIds])).filter((model) => model !== undefined);
        return {
          runs: itsRuns.map((run) => ({ id: run.id, name: run.name })),
          models: itsModels.map((model) => ({ id: model.id, name: model.name })),
        };
      }),
  };
}
