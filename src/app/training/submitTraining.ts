/** Records what is about to be trained (model, run, job) and answers at once. */
import { families } from '#/core/families/registry';
import { TetradError } from '#/core/protocol/errors';
import type { Model } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { Transfer } from '#/core/protocol/train';
import type { JobRequest } from '../jobs/jobDef';
import { freeName } from '../freeName';
import { found } from '../queries';
import type { AppServices } from '../services';
import { type CheckedRequest, checkRequest, orUndone, type TrainingRequest } from './checkRequest';
import { flatParams } from './flatParams';

export interface TrainingSubmission extends TrainingRequest {
  /** The model version whose network and weights it begins with. */
  startFrom?: string;
  /** Of that only what is before the cut is kept. */
  transfer?: Transfer;
  /** Else a model is made. */
  modelId?: string;
  /** The job that its training is to be a part of; it gets the id that the run names. */
  within?: (training: JobRequest) => JobRequest;
}

export async function submitTraining(
  services: AppServices,
  request: TrainingSubmission,
): Promise<{ jobId: string; runId: string; modelId: string }> {
  const { storage } = services;
  const checked = await checkRequest(storage, request);
  const given = request.modelId ? await givenModel(storage, request.modelId, request.family) : undefined;
  if (given) return await submitFor(services, request, checked, given, false);
  const model = await storage.models.create({
    name: await freeName(request.name ?? `${checked.dataset.name} ${request.family}`, storage.models.hasName),
    family: request.family,
  });
  return await orUndone(
    () => submitFor(services, request, checked, model, true),
    () => storage.models.delete(model.id),
  );
}

async function submitFor(
  { storage, jobs }: AppServices,
  request: TrainingSubmission,
  { dataset, version, task, features, familyParams, config }: CheckedRequest,
  model: Model,
  madeModel: boolean,
): Promise<{ jobId: string; runId: string; modelId: string }> {
  const jobId = crypto.randomUUID();
  const number = (await storage.runs.countOfModel(model.id)) + 1;
  const run = await storage.runs.create({
    jobId,
    name: `${model.name} run ${number}`,
    modelId: model.id,
    datasetId: dataset.id,
    datasetVersionId: version.id,
    ...(request.experimentId && { experimentId: request.experimentId }),
    params: flatParams({ ...request, features, familyParams, config, datasetHash: version.hash }),
    tags: request.startFrom
      ? { [request.transfer ? 'transferredFrom' : 'startFrom']: request.startFrom }
      : {},
    config,
    task,
  });
  const training: JobRequest = {
    id: jobId,
    kind: 'train',
    title: `Train ${run.name}`,
    input: {
      runId: run.id,
      modelId: model.id,
      datasetVersionId: version.id,
      target: request.target,
      task: task.type,
      features,
      family: request.family,
      familyParams,
      config,
      madeModel,
      ...(request.startFrom && { startFrom: request.startFrom }),
      ...(request.transfer && { transfer: request.transfer }),
    },
    datasetId: dataset.id,
    modelId: model.id,
    runId: run.id,
  };
  await orUndone(
    () => jobs.submit(request.within?.(training) ?? training),
    () => storage.runs.delete(run.id),
  );
  return { jobId, runId: run.id, modelId: model.id };
}

async function givenModel(storage: Storage, id: string, family: string): Promise<Model> {
  const model = found(await storage.models.get(id), 'model', id);
  // One that was imported has no family to learn by: its networks learn as drawn ones do.
  if (model.family === family || families.get(model.family).enters) return model;
  throw new TetradError({
    code: 'badInput',
    message: `The model "${model.name}" is of family ${model.family}, not ${family}.`,
    place: 'modelId',
    hint: 'Leave modelId out to make a new model, or choose its family.',
  });
}
