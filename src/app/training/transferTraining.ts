/** A version kept up to a layer, with a new answer for another dataset: a drawn network that begins with its weights. */
import { cutPoints } from '#/core/arch/cut/cutArch';
import { requireCut } from '#/core/arch/cut/requireCut';
import { headDraft, type HeadSettings, headSettings, transferDraft } from '#/core/arch/cut/transferDraft';
import { parseArch } from '#/core/arch/parseArch';
import type { NetworkBody } from '#/core/bodies/network';
import { bodyOf } from '#/core/bodies/registry';
import { customNetwork } from '#/core/families/customNetwork';
import { TetradError } from '#/core/protocol/errors';
import type { PixelScale, Transfer, TrainConfig } from '#/core/protocol/train';
import type { ImageSchema } from '#/core/images/imageSchema';
import { pictureAxes } from '#/core/images/pictureAxes';
import type { OnnxBody } from '#/core/bodies/onnx';
import type { Dataset } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import { found } from '../queries';
import type { AppServices } from '../services';
import { bytesOf, openImported } from './openImported';
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
  pictures?: { channelsFirst?: boolean; scale?: PixelScale };
  training?: Partial<TrainConfig>;
  name?: string;
}

export async function transferTraining(services: AppServices, request: TransferRequest) {
  const { storage } = services;
  const {
    modelVersionId,
    cut: _cut,
    freeze: _freeze,
    head: _head,
    pictures: _pictures,
    name,
    ...rest
  } = request;
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
  const dataset = found(await storage.datasets.get(request.datasetId), 'dataset', request.datasetId);
  const { cuts, files, title } = bodyOf(version.body);
  if (!cuts)
    throw new TetradError({
      code: 'badInput',
      message: `${title} cannot be cut.`,
      place: 'modelVersionId',
      hint: 'Choose a version that is a network, or an imported ONNX file.',
    });
  const { cut, familyParams, features } = files
    ? await fromFile(services, version, dataset, request)
    : fromNetwork(version, dataset, request);
  return await submitTraining(services, {
    ...rest,
    ...((rest.features ?? features) && { features: rest.features ?? features }),
    family: customNetwork.type,
    familyParams,
    startFrom: version.id,
    transfer: cut,
    name: name ?? `${dataset.name} from ${model.name}`,
  });
}

interface Kept {
  cut: Transfer;
  familyParams: Record<string, unknown>;
  features?: string[];
}

function fromNetwork(
  version: ModelVersion,
  dataset: Dataset,
  { cut: wanted, freeze, head }: TransferRequest,
): Kept {
  if (dataset.kind !== version.input.kind)
    throw new TetradError({
      code: 'badInput',
      message: `The model version takes samples of the kind ${version.input.kind}; "${dataset.name}" is of the kind ${dataset.kind}.`,
      place: 'datasetId',
      hint: 'Choose a dataset of the same kind.',
    });
  const arch = parseArch((version.body.spec as NetworkBody).arch);
  const standard = wanted ?? cutPoints(arch).standard;
  const cut = requireCut(arch, {
    cut: standard,
    freeze: freeze === null ? undefined : (freeze ?? standard),
  });
  return {
    cut,
    familyParams: { ...transferDraft(arch, cut.cut, headSettings.parse(head ?? {})) },
    features: version.inputs.map((input) => input.name),
  };
}

async function fromFile(
  { storage }: AppServices,
  version: ModelVersion,
  dataset: Dataset,
  { cut: wanted, freeze, head, pictures, versionId }: TransferRequest,
): Promise<Kept> {
  const bad = (message: string, place: string, hint: string) =>
    new TetradError({ code: 'badInput', message, place, hint });
  const { spec } = version.body;
  const [input] = (spec as OnnxBody).inputs;
  const newest = found(
    await storage.datasets.version(versionId ?? dataset.latestVersionId ?? ''),
    'dataset version',
    dataset.name,
  );
  const size = (newest.schema.data as Partial<ImageSchema> | undefined)?.size;
  if (!size || !input)
    throw bad('An imported file can be kept for images alone.', 'datasetId', 'Choose a dataset of images.');
  const axes = pictureAxes(input, size, pictures?.channelsFirst);
  const { height, width, channels, channelsFirst } = axes;
  const samples = { ...axes, scale: pictures?.scale ?? 'unit' };
  const settings = headSettings.parse(head ?? {});
  const opened = await openImported({ blobs: storage.blobs }, version, {
    axes: channelsFirst ? [channels, height, width] : [height, width, channels],
    channelsFirst,
  });
  if (opened && 'network' in opened) {
    const { arch } = opened.network;
    const standard = wanted ?? cutPoints(arch, true).standard;
    const cut = requireCut(
      arch,
      { cut: standard, freeze: freeze === null ? undefined : (freeze ?? standard) },
      true,
    );
    return {
      cut: { ...cut, samples: { ...samples, layers: true } },
      familyParams: { ...transferDraft(arch, cut.cut, settings) },
    };
  }
  if (freeze !== undefined && freeze !== wanted)
    throw bad(
      `The imported file stands still as a whole: only the head learns, because ${opened?.why}.`,
      'freeze',
      'Leave it out, or import a network of layers that the studio knows.',
    );
  const points = bodyOf(version.body).cuts?.(spec, await bytesOf(storage, version));
  const cut = wanted ?? points?.standard ?? '';
  return { cut: { cut, freeze: cut, samples }, familyParams: { ...headDraft(settings) } };
}
