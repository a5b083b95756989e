/** Opens storage, makes clients and the queue: everything behind the commands. Loaded after the first paint. */
import { connectionKey } from '#/core/protocol/sync';
import { openStorage, type StorageNotice } from '#/storage/openStorage';
import { createDataClient } from './clients/dataClient';
import { createEngineClient } from './clients/engineClient';
import { createRowClient } from './clients/rowClient';
import { createSourceClient } from './clients/sourceClient';
import { endWithPage } from './endWithPage';
import { jobDefs } from './jobs/jobDefs';
import { JobQueue } from './jobs/queue';
import { settleRuns } from './jobs/settleRuns';
import type { AppServices } from './services';
import { setReadOnly } from './stores/connection';
import { forgetProgress, showProgress } from './stores/jobProgress';
import { notify, notifyError } from './stores/notices';
import { createTrainBus } from './stores/runStreams';
import { checkAlertsSoon } from './inUse/checkAlertsSoon';
import { notifyEnd } from './notifyEnd';

/** How to make each worker; the composition root knows where their files are. */
export interface WorkerFactories {
  data: () => Worker;
  engine: () => Worker;
  rows: () => Worker;
  sources: () => Worker;
}

/** Long after the first minute's work began; skipped by itself while anything is being written. */
const collectAfterMs = 60_000;

export async function startApp(factories: WorkerFactories): Promise<AppServices> {
  const workers = endWithPage(factories, window, () => location.reload());
  const storage = await openStorage({ onNotice: notifyStorage }).catch((thrown) => {
    notifyError('The studio cannot open its storage', thrown);
    throw thrown;
  });
  const parts = {
    storage,
    data: createDataClient(workers.data),
    engine: createEngineClient(workers.engine),
    rows: createRowClient(workers.rows),
    sources: createSourceClient(workers.sources),
    trainBus: createTrainBus(),
  };
  const services: AppServices = { ...parts, jobs: undefined as never };
  const jobs = new JobQueue({
    services,
    defs: jobDefs,
    show: showProgress,
    onEnd: (job) => {
      forgetProgress(job.id);
      notifyEnd(job);
      if (job.kind === 'drift' && job.modelId !== undefined) checkAlertsSoon(services, job.modelId);
    },
  });
  services.jobs = jobs;
  jobs.start();
  // Tidying up: nothing waits for it, and the next start tries again.
  settleRuns(storage).catch(() => {});
  void storage.settings.get(connectionKey).then(
    async (connection) => {
      if (connection) (await import('./sync/syncLoop')).startSync(services);
    },
    () => {},
  );
  setTimeout(() => void storage.collectGarbage().catch(() => {}), collectAfterMs);
  return services;
}

function notifyStorage({ kind, message }: StorageNotice): void {
  if (kind === 'outdated') setReadOnly();
  notify({
    kind: 'info',
    title: kind === 'deleted' ? 'Data removed' : 'Another tab is open',
    message,
    hint: 'Reload this tab.',
    action: { label: 'Reload', onSelect: () => location.reload() },
  });
}
