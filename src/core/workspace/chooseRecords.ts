/** Of all records those that are chosen, with what they need to be opened, answered with and gone on with. */
import { isFinished, type Job } from '../protocol/job';
import type { WorkspaceRecords } from '../protocol/workspace';

export interface RecordChoice {
  datasetIds: readonly string[];
  modelIds: readonly string[];
  /** With their models, and the parts of a cross-validation. */
  runIds: readonly string[];
}

/** The others hold keys, hosts and what the storage notes of itself. */
const settingsOfStudio = 'studio.';

/** What leaves with nothing chosen: all but what only the tab that has it can go on with. */
export function portableRecords(records: WorkspaceRecords, notJobs: readonly string[]): WorkspaceRecords {
  const leaves = ({ kind, lane, status }: Job) =>
    !notJobs.includes(kind) && (lane !== 'tab' || isFinished(status));
  return {
    ...records,
    jobs: records.jobs.filter(leaves),
    settings: records.settings.filter(({ key }) => key.startsWith(settingsOfStudio)),
  };
}

export function chooseRecords(
  records: WorkspaceRecords,
  { datasetIds, modelIds, runIds }: RecordChoice,
): WorkspaceRecords {
  const wanted = new Set(runIds);
  const family = records.runs.filter(
    ({ id, parentId, modelId }) =>
      wanted.has(id) || (parentId !== undefined && wanted.has(parentId)) || modelIds.includes(modelId),
  );
  const parents = new Set(family.flatMap(({ parentId }) => parentId ?? []));
  const runs = records.runs.filter((run) => family.includes(run) || parents.has(run.id));
  const models = new Set([...modelIds, ...runs.map(({ modelId }) => modelId)]);
  const modelVersions = records.modelVersions.filter(({ modelId }) => models.has(modelId));
  const chosen = new Set(datasetIds);
  const needed = new Set([...runs, ...modelVersions].map(({ datasetVersionId }) => datasetVersionId));
  const datasetVersions = records.datasetVersions.filter(
    ({ id, datasetId }) => chosen.has(datasetId) || needed.has(id),
  );
  const datasets = new Set(datasetVersions.map(({ datasetId }) => datasetId));
  const runOf = new Set(runs.map(({ id }) => id));
  const jobs = records.jobs.filter(({ runId }) => runId !== undefined && runOf.has(runId));
  const jobParents = new Set(jobs.flatMap(({ parentId }) => parentId ?? []));
  const experiments = new Set(runs.map(({ experimentId }) => experimentId));
  return {
    experiments: records.experiments.filter(({ id }) => experiments.has(id)),
    datasets: records.datasets
      .filter(({ id }) => chosen.has(id) || datasets.has(id))
      .map((dataset) => ({ ...dataset, latestVersionId: latestOf(dataset.id, datasetVersions) })),
    datasetVersions,
    models: records.models.filter(({ id }) => models.has(id)),
    modelVersions,
    aliasMoves: records.aliasMoves.filter(({ modelId }) => models.has(modelId)),
    runs,
    checkpoints: records.checkpoints.filter(({ runId }) => runOf.has(runId)),
    jobs: records.jobs.filter((job) => jobs.includes(job) || jobParents.has(job.id)),
    settings: [],
  };
}

const latestOf = (datasetId: string, versions: WorkspaceRecords['datasetVersions']): string | undefined =>
  versions.filter((version) => version.datasetId === datasetId).toSorted((a, b) => b.number - a.number)[0]
    ?.id;
