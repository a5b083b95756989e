/** Reads that commands answer once and live views answer again and again: only storage is touched. */
import type { Dataset, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { AliasMove, Experiment, Model, ModelVersion, Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';

export interface DatasetSummary {
  dataset: Dataset;
  version?: { id: string; number: number; rows: number; bytes: number; columns: number };
}

export async function listDatasets(storage: Storage): Promise<DatasetSummary[]> {
  const datasets = await storage.datasets.list();
  return await Promise.all(
    datasets.map(async (dataset) => {
      const version = dataset.latestVersionId
        ? await storage.datasets.version(dataset.latestVersionId)
        : undefined;
      if (!version) return { dataset };
      const { id, number, rows, bytes, schema } = version;
      return { dataset, version: { id, number, rows, bytes, columns: schema.columns.length } };
    }),
  );
}

export interface DatasetDetail {
  dataset: Dataset;
  version?: DatasetVersion;
  versions: { id: string; number: number; createdAt: number; rows: number; reason?: string }[];
}

export async function findDataset(storage: Storage, id: string): Promise<DatasetDetail | undefined> {
  const dataset = await storage.datasets.get(id);
  if (!dataset) return undefined;
  const versions = await storage.datasets.versions(id);
  return {
    dataset,
    version: versions.find((version) => version.id === dataset.latestVersionId) ?? versions[0],
    versions: versions.map(({ id, number, createdAt, rows, reason }) => ({
      id,
      number,
      createdAt,
      rows,
      ...(reason !== undefined && { reason }),
    })),
  };
}

export interface ModelSummary {
  model: Model;
  versions: number;
  latest?: ModelVersion;
}

export async function listModels(storage: Storage): Promise<ModelSummary[]> {
  const models = await storage.models.list();
  return await Promise.all(
    models.map(async (model) => {
      const versions = await storage.models.versions(model.id);
      return { model, versions: versions.length, latest: versions[0] };
    }),
  );
}

export interface ModelDetail {
  model: Model;
  versions: ModelVersion[];
  moves: AliasMove[];
}

export async function findModel(storage: Storage, id: string): Promise<ModelDetail | undefined> {
  const model = await storage.models.get(id);
  if (!model) return undefined;
  const [versions, moves] = await Promise.all([storage.models.versions(id), storage.models.moves(id)]);
  return { model, versions, moves };
}

/** The record, or `notFound` naming what was looked for. */
export function found<T>(record: T | undefined, noun: string, id: string): T {
  if (record !== undefined) return record;
  throw new TetradError({
    code: 'notFound',
    message: `There is no such ${noun}.`,
    hint: 'It may have been deleted, perhaps in another tab.',
    place: `${noun} ${id.slice(0, 80)}`,
  });
}

export interface ExperimentSummary {
  experiment: Experiment;
  runs: number;
}

/** The first one first, then by name. */
/** The standard one first. */
export async function namedExperiments({ experiments }: Storage): Promise<Experiment[]> {
  const { defaultId } = experiments;
  return (await experiments.list()).sort(
    (a, b) => Number(b.id === defaultId) - Number(a.id === defaultId) || a.name.localeCompare(b.name),
  );
}

export function countExperiments(
  experiments: readonly Experiment[],
  runs: readonly Run[],
): ExperimentSummary[] {
  const counts = new Map<string, number>();
  for (const { experimentId } of runs) counts.set(experimentId, (counts.get(experimentId) ?? 0) + 1);
  return experiments.map((experiment) => ({ experiment, runs: counts.get(experiment.id) ?? 0 }));
}

export async function listExperiments(storage: Storage): Promise<ExperimentSummary[]> {
  const [experiments, runs] = await Promise.all([namedExperiments(storage), storage.runs.list()]);
  return countExperiments(experiments, runs);
}
