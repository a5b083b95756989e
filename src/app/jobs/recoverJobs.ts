/** What was running with nobody alive to run it becomes interrupted. */
import { isFinished, type Job } from '#/core/protocol/job';
import { tryHold } from '#/storage/locks';
import type { AppServices } from '../services';
import type { JobDef } from './jobDef';
import type { JobRecords } from './jobRecords';
import { lostWithPage } from './lostWithPage';
import { discard } from './runJob';
import type { RunningJobs } from './runningJobs';
import { tabLockName } from './tabJobs';

/** By the tab that runs the queue; `first`: it has only just become that tab. */
export async function recoverJobs(
  name: string,
  services: AppServices,
  records: JobRecords,
  running: RunningJobs,
  first: boolean,
): Promise<void> {
  for (const job of await services.storage.jobs.list()) {
    if (isFinished(job.status) || running.has(job.id)) continue;
    const def = records.def(job.kind);
    if (def.where === 'queue') {
      if (first && job.status === 'running')
        await records.change(job.id, ['running'], {
          status: 'interrupted',
          message: 'Interrupted; continues from its last checkpoint',
        });
    } else if (job.status === 'running' || job.status === 'queued') {
      const lock = await tryHold(tabLockName(name, job.id));
      if (!lock) continue;
      await lose(services, records, job, def).finally(() => lock.release());
    }
  }
}

async function lose(services: AppServices, records: JobRecords, job: Job, def: JobDef): Promise<void> {
  const lost = await records.change(job.id, ['running', 'queued'], lostWithPage(job, def));
  if (lost.status === 'interrupted') await discard(services, def, lost, 'interrupted');
}
