/** Records what is about to be trained (model, run, job) and answers at once. */
import { TetradError } from '#/core/protocol/errors';
import type { Model } from '#/core/protocol/model';
import { found } from '../queries';
import type { AppServices } from '../services';
import { checkTraining, type TrainingWish } from './checkTraining';
import { flatParams } from './flatParams';

export interface TrainingRequest extends TrainingWish {
  datasetId: string;
  versionId?: string;
  modelId?: string;
  name?: string;
}

export async function submitTraining(
  { storage, jobs }: AppServices,
  request: TrainingRequest,
): Promise<{ jobId: string; runId: string; modelId: string }> {
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
  const { task, features, familyParams, config } = checkTraining(version, request);
  const given = request.modelId ? await givenModel({ storage }, request.modelId, request.family) : undefined;
  const model =
    given ??
    (await storage.models.create({
      name: await freeModelName({ storage }, request.name ?? `${dataset.name} ${request.family}`),
      family: request.family,
    }));
  const jobId = crypto.randomUUID();
  const number = (await storage.runs.list({ modelId: model.id })).length + 1;
  const run = await storage.runs.create({
    jobId,
    name: `${model.name} run ${number}`,
    modelId: model.id,
    datasetId: dataset.id,
    datasetVersionId: version.id,
    params: flatParams({ ...request, features, familyParams, config, datasetHash: version.hash }),
    tags: {},
    config,
    task,
  });
  await jobs.submit({
    id: jobId,
    kind: 'train',
    title: `Train ${run.name}`,
    input: {
      runId: run.id,
      modelId: model.id,
      datasetVersionId: version.id,
      target: request.target,
      task: task.kind,
      features,
      family: request.family,
      familyParams,
      config,
      madeModel: !given,
    },
    datasetId: dataset.id,
    modelId: model.id,
    runId: run.id,
  });
  return { jobId, runId: run.id, modelId: model.id };
}

async function givenModel(
  { storage }: Pick<AppServices, 'storage'>,
  id: string,
  family: string,
): Promise<Model> {
  const model = found(await storage.models.get(id), 'model', id);
  if (model.family === family) return model;
  throw new TetradError({
    code: 'badInput',
    message: `The model "${model.name}" is of family ${model.family}, not ${family}.`,
    place: 'modelId',
    hint: 'Leave modelId out to make a new model, or choose its family.',
  });
}

async function freeModelName({ storage }: Pick<AppServices, 'storage'>, wanted: string): Promise<string> {
  const taken = new Set((await storage.models.list()).map((model) => model.name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!taken.has(name)) return name;
  }
}
