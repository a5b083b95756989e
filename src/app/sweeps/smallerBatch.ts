/** A trial that ran out of memory is trained again with half the batch, and says so. */
import { learnerOfRun } from '#/core/evaluation/lastWasBest';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { SweepPlan, TrialRecord } from '#/core/protocol/sweep';

/** With less than this share of the batch asked for it would be another training. */
const smallestShare = 1 / 16;

/** Undefined: it did not fail for want of memory, or smaller batches are no way out. */
export function smallerBatch(plan: SweepPlan, run: Run): TrialRecord['batch'] {
  if (run.status !== 'failed' || run.error?.code !== 'outOfMemory') return undefined;
  // The size is searched: that this one does not fit is what the trial has found.
  if ('batchSize' in plan.space || !learnerOfRun(run).heeds('batchSize')) return undefined;
  const now = run.config.batchSize;
  const asked = run.trial?.batch?.asked ?? now;
  const taken = Math.floor(now / 2);
  return taken >= Math.max(1, asked * smallestShare) ? { asked, taken } : undefined;
}

/** Its run begins anew, under another job; what the first attempt logged is forgotten. */
export async function beginAgain(
  { runs, metrics, snapshots, checkpoints }: Pick<Storage, 'runs' | 'metrics' | 'snapshots' | 'checkpoints'>,
  { id }: Run,
  trial: TrialRecord,
  recorded: Pick<Run, 'params' | 'config'>,
): Promise<Run> {
  await checkpoints.delete(id);
  await metrics.truncate(id, -1);
  await snapshots.truncate(id, -1);
  return await runs.update(id, {
    ...recorded,
    trial,
    jobId: crypto.randomUUID(),
    status: 'running',
    error: undefined,
    finishedAt: undefined,
    summary: {},
  });
}
