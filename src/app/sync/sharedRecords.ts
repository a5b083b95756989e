/** Which of the records here a server is to have. */
import { chooseRecords, portableRecords } from '#/core/workspace/chooseRecords';
import { isFinished, type Job } from '#/core/protocol/job';
import type { SharePolicy } from '#/core/protocol/sync';
import type { WorkspaceRecords } from '#/core/protocol/workspace';

/** A training that stands still goes on elsewhere; everything else of a job is of the device that has it. */
const travels = ['paused', 'interrupted'];

/** What is trained here for a server: others see it as one that stands still, so that they can go on should this end. */
const asLent = (job: Job): Job => ({
  ...job,
  status: 'interrupted',
  message: 'Trains on a runner of the server',
  progress: 0,
  secondsLeft: undefined,
});

export function sharedRecords(
  records: WorkspaceRecords,
  share: SharePolicy,
  lent: ReadonlySet<string> = new Set(),
): WorkspaceRecords {
  const all = portableRecords(records, []);
  const chosen =
    share.what === 'all'
      ? all
      : chooseRecords(all, {
          datasetIds: share.withoutData ? [] : share.datasetIds,
          modelIds: share.modelIds,
          runIds: [],
        });
  const standing = new Map(
    records.jobs
      .filter(
        ({ kind, status, runId }) =>
          kind === 'train' && runId && (travels.includes(status) || (lent.has(runId) && !isFinished(status))),
      )
      .map((job) => [job.runId, lent.has(job.runId ?? '') ? asLent(job) : job]),
  );
  // What is being trained now is told when it stands still: nobody else could go on with it.
  const runs = chosen.runs.filter(({ id, status }) => status !== 'running' || standing.has(id));
  const told = new Set(runs.map(({ id }) => id));
  return {
    ...chosen,
    runs,
    ...(share.withoutData && { datasets: [], datasetVersions: [] }),
    jobs: share.withoutData ? [] : [...standing.values()].filter(({ runId }) => told.has(runId ?? '')),
    checkpoints: share.withoutData ? [] : chosen.checkpoints.filter(({ runId }) => standing.has(runId)),
    settings: [],
  };
}
