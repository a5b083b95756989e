/** A version kept up to a layer, with a new answer for another dataset: a drawn network that begins with its weights. */
import { cutPoints } from '#/core/arch/cut/cutArch';
import { requireCut } from '#/core/arch/cut/requireCut';
import { type HeadSettings, headSettings, transferDraft } from '#/core/arch/cut/transferDraft';
import { parseArch } from '#/core/arch/parseArch';
import type { NetworkBody } from '#/core/bodies/network';
import { bodyOf } from '#/core/bodies/registry';
import { customNetwork } from '#/core/families/customNetwork';
import { TetradError } from '#/core/protocol/errors';
import type { TrainConfig } from '#/core/protocol/train';
import { found } from '../queries';
import type { AppServices } from '../services';
import { submitTraining } from './submitTraining';

export interface TransferRequest {
  modelVersionId: string;
  datasetId: string;
  versionId?: string;
  target: string;
  task?: string;
  features?: string[];
  cut?: string;
  freeze?: string | null;
  head?: Partial<HeadSettings>;
  training?: Partial<TrainConfig>;
  name?: string;
}

export async function transferTraining(services: AppServices, request: TransferRequest) {
  const { storage } = services;
  const { modelVersionId, cut: wanted, freeze, head, name, ...rest } = request;
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
  const dataset = found(await storage.datasets.get(request.datasetId), 'dataset', request.datasetId);
  const { outline, title } = bodyOf(version.body);
  if (!outline)
    throw new TetradError({
      code: 'badInput',
      message: `${title} cannot be cut.`,
      place: 'modelVersionId',
      hint: 'Choose a version that is a network.',
    });
  if (dataset.kind !== version.input.kind)
    throw new TetradError({
      code: 'badInput',
      message: `The model version takes samples of the kind ${version.input.kind}; "${dataset.name}" is of the kind ${dataset.kind}.`,
      place: 'datasetId',
      hint: 'Choose a dataset of the same kind.',
    });
  const arch = parseArch((version.body.spec as NetworkBody).arch);
  const standard = wanted ?? cutPoints(arch).standard;
  const cut = requireCut(arch, { cut: standard, freeze: freeze === null ? undefined : (freeze ?? standard) });
  return await submitTraining(services, {
    ...rest,
    features: rest.features ?? version.inputs.map((input) => input.name),
    family: customNetwork.type,
    familyParams: { ...transferDraft(arch, cut.cut, headSettings.parse(head ?? {})) },
    startFrom: version.id,
    transfer: cut,
    name: name ?? `${dataset.name} from ${model.name}`,
  });
}
