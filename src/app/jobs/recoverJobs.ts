/** What was running with nobody alive to run it becomes interrupted. By the tab that runs the queue. */
import { isFinished, type Job } from '#/core/protocol/job';
import { tryHold } from '#/storage/locks';
import type { AppServices } from '../services';
import type { JobControl } from './jobControl';
import type { JobRecords } from './jobRecords';
import { lostWithPage } from './lostWithPage';
import { discard } from './runJob';
import { tabLockName } from './tabJobs';

export interface Recovery {
  name: string;
  services: AppServices;
  records: JobRecords;
  control: JobControl;
}

/** `mine`: whether this tab runs the job, or is about to. One job that cannot be settled stops no other. */
export async function recoverJobs(recovery: Recovery, mine: (id: string) => boolean): Promise<void> {
  for (const job of await recovery.services.storage.jobs.unfinished())
    if (!mine(job.id))
      await recover(recovery, job).catch((thrown) => {
        console.error(`job ${job.id} could not be recovered`, thrown);
      });
}

async function recover({ name, services, records, control }: Recovery, job: Job): Promise<void> {
  if (job.lane !== 'tab') {
    // No other tab runs jobs of the queue.
    if (job.status === 'running')
      await records.change(job.id, ['running'], {
        status: 'interrupted',
        message: 'Interrupted; continues from its last checkpoint',
      });
  } else if (job.status === 'running' || job.status === 'queued') {
    const lock = await tryHold(tabLockName(name, job.id));
    if (!lock) return;
    await lose(services, records, job).finally(() => lock.release());
  }
  if (await isAbandoned(services, job)) await control.cancel(job.id);
}

/** Its parent has ended without it: the page died before the child was told. */
async function isAbandoned({ storage }: AppServices, { parentId }: Job): Promise<boolean> {
  if (parentId === undefined) return false;
  const parent = await storage.jobs.get(parentId);
  // The children of a failed one wait for it to be tried again.
  return !parent || (isFinished(parent.status) && parent.status !== 'failed');
}

async function lose(services: AppServices, records: JobRecords, job: Job): Promise<void> {
  const def = records.def(job.kind);
  const lost = await records.change(job.id, ['running', 'queued'], lostWithPage(job, def));
  if (lost.status === 'interrupted') await discard(services, def, lost, 'interrupted');
}
