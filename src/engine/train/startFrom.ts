/** A training that begins with what a model version has learnt: its network and weights in place of random ones. */
import { parseArch } from '#/core/arch/parseArch';
import { bodyOf } from '#/core/bodies/registry';
import type { NetworkBody } from '#/core/bodies/network';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import type { PreparedData } from '../kinds/preparedData';
import type { TrainSpec } from './trainSpec';

type Reads = { models: Pick<Storage['models'], 'version'>; blobs: Pick<Storage['blobs'], 'get'> };

/** badInput, naming both, where the version takes other samples or answers otherwise than these data are. */
export async function startFrom(
  versionId: string,
  spec: Pick<TrainSpec, 'arch' | 'outputWidth' | 'task'>,
  data: Pick<PreparedData, 'shape'>,
  { models, blobs }: Reads,
): Promise<Pick<TrainSpec, 'arch' | 'start'>> {
  const version = await models.version(versionId);
  const wrong = (message: string, hint: string) =>
    new TetradError({ code: 'badInput', message, place: 'startFrom', hint });
  if (!version)
    throw new TetradError({
      code: 'notFound',
      message: 'The model version to begin with does not exist any more.',
      place: 'startFrom',
      hint: 'Choose another, or begin anew.',
    });
  const def = bodyOf(version.body);
  if (!def.outline)
    throw wrong(
      `A training cannot begin with ${def.title.toLowerCase()}.`,
      'Choose a version that is a network.',
    );
  const network = version.body.spec as NetworkBody;
  const arch = parseArch(network.arch);
  const takes = def.inputShape(network).join(' × ');
  if (takes !== data.shape.join(' × '))
    throw wrong(
      `The version takes samples of ${takes}; these data give ${data.shape.join(' × ')}.`,
      'Use the same inputs, prepared alike.',
    );
  const labels = [version.task.labels, spec.task.labels].map((list) => list?.join(', '));
  if (def.outputWidth(network) !== spec.outputWidth || labels[0] !== labels[1])
    throw wrong(
      labels[0] === labels[1]
        ? `The version answers with ${def.outputWidth(network)} values; this task has ${spec.outputWidth}.`
        : `The version knows the labels ${labels[0]?.slice(0, 200)}; these data have ${labels[1]?.slice(0, 200)}.`,
      'Use the same target with the same labels.',
    );
  const bytes = await Promise.all(def.blobs(network).map((blob) => blobs.get(blob)));
  return { arch, start: def.tensors(network, bytes) };
}
