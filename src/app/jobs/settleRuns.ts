/** Runs that still say `running` although their job has ended or was never queued (the page died in between). */
import { isFinished } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';

export async function settleRuns(storage: Storage): Promise<void> {
  for (const run of await storage.runs.list({ status: 'running' })) {
    const job = await storage.jobs.get(run.jobId);
    if (job && !isFinished(job.status)) continue;
    const status = run.modelVersionId ? 'finished' : job?.status === 'failed' ? 'failed' : 'killed';
    // Only if nobody was faster: another tab may be submitting or ending it now.
    await storage.runs.update(run.id, (now) =>
      now.status === 'running' && Date.now() - now.startedAt > settleAfterMs
        ? { status, finishedAt: job?.finishedAt ?? now.startedAt, error: job?.error }
        : undefined,
    );
  }
}

/** A run this young may be between its own record and that of its job. */
const settleAfterMs = 10_000;
