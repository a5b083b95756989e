import type { Job } from '#/core/protocol/job';
import type { JobDef } from './jobDef';

/** What becomes of a job that only the page that is gone could have run. */
export const lostWithPage = (
  job: Job,
  { lostHint }: JobDef,
): Partial<Omit<Job, 'id' | 'kind' | 'createdAt'>> => ({
  status: 'interrupted',
  finishedAt: Date.now(),
  message: '',
  error: {
    code: 'cancelled',
    message: 'The page was closed or reloaded before this was done.',
    hint: lostHint,
    place: job.title,
  },
});
