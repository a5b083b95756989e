/** Tells the person that a job ended, with the way on; the pages that show it anyway are named. */
import type { Job } from '#/core/protocol/job';
import { notify } from './stores/notices';

export function tellEnd(job: Job): void {
  // The command that waits for an export tells by itself.
  if (job.kind === 'export') return;
  const shownAt = ['/monitor', ...pagesOf(job)];
  if (job.status === 'failed' && job.error) {
    const { message, place, hint } = job.error;
    notify({
      kind: 'error',
      title: `${job.title}: failed`,
      message: place ? `${message} (${place})` : message,
      hint,
      action: wayOn(job),
      shownAt,
    });
  }
  if (job.status === 'completed')
    notify({ kind: 'success', title: job.title, message: 'Completed.', action: wayOn(job), shownAt });
}

/** Where the job, its progress and its end are shown. */
function pagesOf({ kind, runId, datasetId, modelId }: Job): string[] {
  if (kind === 'train') return runId ? [`/runs/${runId}`] : [];
  if (kind === 'import') return datasetId ? [`/data/${datasetId}`] : [];
  return modelId ? [`/predict?model=${modelId}&tab=many`] : [];
}

function wayOn(job: Job): { label: string; to: string } | undefined {
  const [page] = pagesOf(job);
  if (job.kind === 'train') return page === undefined ? undefined : { label: 'Open run', to: page };
  if (job.status !== 'completed') return undefined;
  if (job.kind === 'import') return page === undefined ? undefined : { label: 'Open', to: page };
  if (job.kind === 'batchFields' && page !== undefined) return { label: 'Show', to: page };
  if (job.kind === 'batch') return { label: 'Show jobs', to: '/monitor' };
  return undefined;
}
