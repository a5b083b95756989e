/** Which of the records here a server is to have. */
import { chooseRecords, portableRecords } from '#/core/workspace/chooseRecords';
import type { SharePolicy } from '#/core/protocol/sync';
import type { WorkspaceRecords } from '#/core/protocol/workspace';

/** A training that stands still goes on elsewhere; everything else of a job is of the device that has it. */
const travels = ['paused', 'interrupted'];

export function sharedRecords(records: WorkspaceRecords, share: SharePolicy): WorkspaceRecords {
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
      .filter(({ kind, status, runId }) => kind === 'train' && runId && travels.includes(status))
      .map((job) => [job.runId, job]),
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
