import { isFinished, type Job } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import type { JobQueue } from './queue';

/** Stops what still works on something that is about to be deleted. */
export async function cancelJobsOf(
  storage: Storage,
  queue: JobQueue,
  concerns: (job: Job) => boolean,
): Promise<void> {
  for (const job of await storage.jobs.list())
    if (concerns(job) && !isFinished(job.status)) await queue.cancel(job.id);
}
