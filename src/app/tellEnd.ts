/** Tells the person that a job ended, with the way on. */
import type { Job } from '#/core/protocol/job';
import { notify } from './stores/notices';

export function tellEnd(job: Job): void {
  // The command that waits for an export tells by itself.
  if (job.kind === 'export') return;
  if (job.status === 'failed' && job.error) {
    const { message, place, hint } = job.error;
    notify({
      kind: 'error',
      title: `${job.title}: failed`,
      message: place ? `${message} (${place})` : message,
      hint,
      action: wayOn(job),
    });
  }
  if (job.status === 'completed')
    notify({ kind: 'success', title: job.title, message: 'Completed.', action: wayOn(job) });
}

function wayOn(job: Job): { label: string; to: string } | undefined {
  if (job.kind === 'train' && job.runId) return { label: 'Open run', to: `/runs/${job.runId}` };
  if (job.status !== 'completed') return undefined;
  if (job.kind === 'import' && job.datasetId) return { label: 'Open', to: `/data/${job.datasetId}` };
  if (job.kind === 'batchFields' && job.modelId)
    return { label: 'Show', to: `/predict?model=${job.modelId}&tab=many` };
  if (job.kind === 'batch') return { label: 'Show jobs', to: '/monitor' };
  return undefined;
}
