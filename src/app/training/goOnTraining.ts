/** A version goes on: the same network from where it is, with other rows or settings, as a new version of the same model. */
import { draftOfArch } from '#/core/arch/draft/draftOfArch';
import { parseArch } from '#/core/arch/parseArch';
import type { NetworkBody } from '#/core/bodies/network';
import { bodyOf } from '#/core/bodies/registry';
import { customNetwork } from '#/core/families/customNetwork';
import { families } from '#/core/families/registry';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion, Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { TrainConfig } from '#/core/protocol/train';
import { trainInput } from '../jobs/trainJob';
import { found } from '../queries';
import type { AppServices } from '../services';
import { submitTraining } from './submitTraining';

export interface GoOnRequest {
  modelVersionId: string;
  datasetId?: string;
  versionId?: string;
  training?: Partial<TrainConfig>;
}

export async function goOnTraining(services: AppServices, request: GoOnRequest) {
  const { storage } = services;
  const version = found(
    await storage.models.version(request.modelVersionId),
    'model version',
    request.modelVersionId,
  );
  const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
  const { outline, title } = bodyOf(version.body);
  if (!outline || !families.find(model.family))
    throw new TetradError({
      code: 'badInput',
      message: `${title} cannot be trained further.`,
      place: 'modelVersionId',
      hint: 'Choose a version that is a network; others are trained anew.',
    });
  const datasetId = request.datasetId ?? version.datasetId;
  if (datasetId === '')
    throw new TetradError({
      code: 'badInput',
      message: 'The version was imported, so the dataset to train on must be chosen.',
      place: 'datasetId',
      hint: 'Choose a dataset with the same inputs and the same target.',
    });
  const before = await beforeOf(storage, version);
  return await submitTraining(services, {
    datasetId,
    ...(request.versionId && { versionId: request.versionId }),
    target: version.task.target,
    task: version.task.type,
    features: version.inputs.map(({ name }) => name),
    ...grownFrom(model.family, version, before.familyParams),
    training: { ...before.run?.config, ...request.training },
    startFrom: version.id,
    modelId: model.id,
  });
}

/** One that was imported is, once it learns, a network like one that somebody drew. */
function grownFrom(family: string, version: ModelVersion, familyParams?: Record<string, unknown>) {
  if (!families.get(family).enters) return { family, familyParams };
  const { arch } = version.body.spec as NetworkBody;
  return {
    family: customNetwork.type,
    familyParams: { ...draftOfArch(parseArch(arch), bodyOf(version.body).outputWidth(version.body.spec)) },
  };
}

/** What the version came of, as far as it is still known. */
async function beforeOf(
  storage: Storage,
  { runId }: ModelVersion,
): Promise<{ run?: Run; familyParams?: Record<string, unknown> }> {
  const run = runId === '' ? undefined : await storage.runs.get(runId);
  const job = run && (await storage.jobs.get(run.jobId));
  const input = trainInput.safeParse(job?.input);
  return { run, ...(input.success && { familyParams: input.data.familyParams }) };
}
