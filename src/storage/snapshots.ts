import type { SnapshotRepository } from '#/core/protocol/storage';
import type { StorageContext } from './storageContext';

export function snapshotRepository({ relaxed }: StorageContext): SnapshotRepository {
  const { snapshots } = relaxed;
  const ofRun = (runId: string) => snapshots.where('runId').equals(runId);
  const epochs = async (runId: string): Promise<number[]> =>
    ((await ofRun(runId).primaryKeys()) as [string, number][])
      .map(([, epoch]) => epoch)
      .sort((a, b) => a - b);
  return {
    put: async (runId, snapshot, keep = () => true) =>
      await relaxed.transaction('rw', snapshots, async () => {
        await snapshots.put({ ...snapshot, runId });
        const outdated = (await epochs(runId)).filter((epoch) => epoch < snapshot.epoch && !keep(epoch));
        await snapshots.bulkDelete(outdated.map((epoch) => [runId, epoch]));
      }),

    async get(runId, epoch) {
      const row = await snapshots.get([runId, epoch]);
      if (!row) return undefined;
      const { runId: _runId, ...snapshot } = row;
      return snapshot;
    },

    epochs,

    async truncate(runId, afterStep) {
      await ofRun(runId)
        .filter(({ step }) => step > afterStep)
        .delete();
    },

    copy: async (from, to, upToStep) =>
      await relaxed.transaction('rw', snapshots, async () => {
        const kept = await ofRun(from)
          .filter(({ step }) => step <= upToStep)
          .toArray();
        await snapshots.bulkPut(kept.map((snapshot) => ({ ...snapshot, runId: to })));
      }),
  };
}
