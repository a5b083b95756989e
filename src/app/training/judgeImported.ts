/** An imported model asked with samples of a dataset as it is: a run that learns nothing, and a version that takes such samples. */
import { onnx, type OnnxParams, takenBy } from '#/core/families/onnx';
import { families } from '#/core/families/registry';
import type { TrainConfig } from '#/core/protocol/train';
import { found } from '../queries';
import type { AppServices } from '../services';
import { checkRequest } from './checkRequest';
import { submitTraining } from './submitTraining';

export interface JudgeRequest {
  modelVersionId: string;
  datasetId: string;
  versionId?: string;
  target: string;
  task?: string;
  features?: string[];
  settings?: Partial<OnnxParams>;
  training?: Pick<Partial<TrainConfig>, 'testSplit' | 'validationSplit' | 'splitBy' | 'seed'>;
}

export async function judgeImported(
  services: AppServices,
  { modelVersionId, settings = {}, ...request }: JudgeRequest,
) {
  const { storage } = services;
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
  const features = settings.columns?.length ? settings.columns : request.features;
  const submission = {
    ...request,
    ...(features && { features }),
    family: onnx.type,
    familyParams: settings,
    startFrom: version.id,
    // A model that was imported onto another, or came as a network of ours, is of another family.
    ...(families.find(model.family)?.enters ? { modelId: model.id } : { name: model.name }),
  };
  const checked = await checkRequest(storage, submission);
  takenBy(version, checked.version, onnx.params.parse(checked.familyParams), checked.features);
  return await submitTraining(services, submission);
}
