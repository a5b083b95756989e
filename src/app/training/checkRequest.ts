/** What a request to train names (dataset, version) and wishes, found and checked. */
import type { Dataset, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import { found } from '../queries';
import { type CheckedTraining, checkTraining, type TrainingChoice } from './checkTraining';

export interface TrainingRequest extends TrainingChoice {
  datasetId: string;
  versionId?: string;
  name?: string;
  /** Else the first one. */
  experimentId?: string;
}

export interface CheckedRequest extends CheckedTraining {
  dataset: Dataset;
  version: DatasetVersion;
}

export async function checkRequest(storage: Storage, request: TrainingRequest): Promise<CheckedRequest> {
  const dataset = found(await storage.datasets.get(request.datasetId), 'dataset', request.datasetId);
  const versionId = request.versionId ?? dataset.latestVersionId;
  if (!versionId)
    throw new TetradError({
      code: 'conflict',
      message: `"${dataset.name}" is still being imported.`,
      hint: 'Wait until the import has completed.',
      place: dataset.name,
    });
  const version = found(await storage.datasets.version(versionId), 'dataset version', versionId);
  if (version.datasetId !== dataset.id)
    throw new TetradError({
      code: 'badInput',
      message: `This version does not belong to "${dataset.name}".`,
      place: 'versionId',
    });
  if (request.experimentId)
    found(await storage.experiments.get(request.experimentId), 'experiment', request.experimentId);
  return { dataset, version, ...checkTraining(version, request) };
}

/** What was made for work that fails goes again. */
export async function orUndone<T>(work: () => Promise<T>, undo: () => Promise<unknown>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    // What failed is told, whether or not this works.
    await undo().catch(() => {});
    throw thrown;
  }
}
