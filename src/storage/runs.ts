import type { Run } from '#/core/protocol/model';
import type { NewRun, RunRepository } from '#/core/protocol/storage';
import { applyChange } from './applyChange';
import { defaultExperiment } from './experiments';
import { tablesOfRuns } from './schema';
import { commitNaming, type StorageContext } from './storageContext';
import { notFound } from './storageErrors';

export function runRepository(context: StorageContext): RunRepository {
  const { strict, relaxed } = context;
  const { runs, checkpoints } = strict;
  const ofOwner = (owner: 'modelId' | 'datasetId' | 'status' | 'parentId', id: string) =>
    runs.where(`[${owner}+startedAt]`).between([id, -Infinity], [id, Infinity]);
  const made = (given: NewRun): Run => ({
    id: crypto.randomUUID(),
    experimentId: defaultExperiment.id,
    status: 'running',
    startedAt: Date.now(),
    params: {},
    summary: {},
    tags: {},
    artifacts: [],
    notes: '',
    ...given,
  });
  return {
    async create(given) {
      const run = made(given);
      await runs.add(run);
      return run;
    },

    async createAll(given) {
      const all = given.map(made);
      await strict.transaction('rw', runs, () => runs.bulkAdd(all));
      return all;
    },

    get: async (id) => await runs.get(id),

    async list({ modelId, datasetId, status, parentId } = {}) {
      // The narrowest index first; what is left is few.
      const found = parentId
        ? ofOwner('parentId', parentId)
        : modelId
          ? ofOwner('modelId', modelId)
          : datasetId
            ? ofOwner('datasetId', datasetId)
            : status
              ? ofOwner('status', status)
              : runs.orderBy('startedAt');
      const oldestFirst = await found.toArray();
      return oldestFirst
        .filter(
          (run) =>
            (modelId === undefined || run.modelId === modelId) &&
            (datasetId === undefined || run.datasetId === datasetId) &&
            (status === undefined || run.status === status),
        )
        .reverse();
    },

    countOfModel: (modelId) => ofOwner('modelId', modelId).count(),

    async update(id, change) {
      const artifacts = typeof change === 'object' ? (change.artifacts ?? []) : [];
      return await commitNaming(
        context,
        artifacts.map((artifact) => artifact.blob),
        `run ${id}`,
        () =>
          strict.transaction('rw', runs, async () => {
            const current = await runs.get(id);
            if (!current) throw notFound('run', id);
            const next = applyChange(current, change, ['id']);
            if (next !== current) await runs.put(next);
            return next;
          }),
      );
    },

    async delete(id) {
      await strict.transaction('rw', runs, checkpoints, async () => {
        await checkpoints.delete(id);
        await runs.delete(id);
      });
      await context.givenUp.sweep();
      // Another database: if this does not happen, garbage collection does it.
      for (const table of tablesOfRuns(relaxed)) await table.where('runId').equals(id).delete();
    },
  };
}
