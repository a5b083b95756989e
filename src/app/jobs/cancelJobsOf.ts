import type { Job } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import type { JobQueue } from './queue';

/** Stops what still works on something that is about to be deleted. Parents first: they take their children along. */
export async function cancelJobsOf(
  storage: Storage,
  queue: JobQueue,
  concerns: (job: Job) => boolean,
): Promise<void> {
  const jobs = (await storage.jobs.unfinished()).filter(concerns);
  const children = jobs.filter(({ parentId }) => parentId !== undefined);
  for (const job of [...jobs.filter((other) => !children.includes(other)), ...children])
    await queue.cancel(job.id);
}
