import type { Checkpoint, CheckpointRepository } from '#/core/protocol/storage';
import type { CheckpointRow } from './schema';
import { commitNaming, type StorageContext } from './storageContext';

/** Newest first. */
const unrolled = (row: CheckpointRow | undefined): Checkpoint[] => {
  if (!row) return [];
  const { earlier = [], ...newest } = row;
  return [newest, ...earlier];
};

/** The last `keep`, and the best. A step taken again replaces what stood there, and all that came after it. */
function kept(newest: Checkpoint, before: Checkpoint[], keep: number): Checkpoint[] {
  const earlier = before.filter(({ step }) => step < newest.step);
  const last = earlier.slice(0, keep - 1);
  const scored = [newest, ...earlier].filter(({ score }) => score !== undefined);
  const best = scored.toSorted((a, b) => (a.score as number) - (b.score as number))[0];
  return best && best !== newest && !last.includes(best) ? [...last, best] : last;
}

export function checkpointRepository(context: StorageContext): CheckpointRepository {
  const { strict, givenUp } = context;
  const { checkpoints } = strict;

  return {
    async put(given, keep = 1) {
      const checkpoint: Checkpoint = { ...given, createdAt: Date.now() };
      await commitNaming(context, given.blobs, `checkpoint of run ${given.runId}`, () =>
        strict.transaction('rw', checkpoints, async () => {
          const previous = unrolled(await checkpoints.get(given.runId));
          await checkpoints.put({ ...checkpoint, earlier: kept(checkpoint, previous, keep) });
        }),
      );
      await givenUp.sweep();
      return checkpoint;
    },
    get: async (runId) => unrolled(await checkpoints.get(runId))[0],
    list: async (runId) => unrolled(await checkpoints.get(runId)),
    async delete(runId) {
      await checkpoints.delete(runId);
      await givenUp.sweep();
    },
  };
}
