/** Tells the person that a job ended, with the way on; the pages that show it anyway are named. */
import type { Job } from '#/core/protocol/job';
import { jobDefs } from './jobs/jobDefs';
import { notify } from './stores/notices';

export function notifyEnd(job: Job): void {
  const { notice, page } = jobDefs.find(job.kind) ?? {};
  // A child's end is its parent's to tell.
  if (!notice || job.parentId !== undefined) return;
  const shown = page?.(job);
  const shownAt = shown === undefined ? ['/monitor'] : ['/monitor', shown];
  const to = notice.to ?? shown;
  const action = to === undefined ? undefined : { label: notice.open, to };
  if (job.status === 'failed' && job.error) {
    const { message, place, hint } = job.error;
    notify({
      kind: 'error',
      title: `${job.title}: failed`,
      message: place ? `${message} (${place})` : message,
      hint,
      action: notice.alsoFailed ? action : undefined,
      shownAt,
    });
  }
  if (job.status === 'completed')
    notify({ kind: 'success', title: job.title, message: 'Completed.', action, shownAt });
}
