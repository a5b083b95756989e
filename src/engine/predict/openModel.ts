/** A stored model version made runnable: weights as tensors of the CPU backend, preprocessing, labels. */
import { compileForward, type Forward } from '#/core/arch/compileForward';
import { parseArch } from '#/core/arch/parseArch';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { openCpu } from '../backends/cpu';
import type { NamedWeights } from '../train/trainSpec';
import { unpackWeights } from '../train/record/weightBlob';
import { withCpu } from './withCpu';

export interface OpenModel {
  version: ModelVersion;
  tf: Ops;
  forward: Forward;
  hostWeights: NamedWeights;
  weights: ReadonlyMap<string, Tensor>;
  dispose(): void;
}

export async function openModel(
  modelVersionId: string,
  storage: { models: Pick<Storage['models'], 'version'>; blobs: Pick<Storage['blobs'], 'get'> },
): Promise<OpenModel> {
  const version = await storage.models.version(modelVersionId);
  if (!version)
    throw new TetradError({
      code: 'notFound',
      message: 'This model version does not exist any more.',
      hint: 'Choose another version of the model.',
    });
  const [bytes, { tf }] = await Promise.all([storage.blobs.get(version.weights.blob), openCpu()]);
  const hostWeights = unpackWeights(bytes, version.weights.tensors);
  const weights = withCpu(
    tf,
    () =>
      new Map([...hostWeights].map(([name, { data, shape }]) => [name, tf.tensor(data, shape, 'float32')])),
  );
  return {
    version,
    tf,
    forward: compileForward(parseArch(version.arch), tf),
    hostWeights,
    weights,
    dispose: () => tf.dispose([...weights.values()]),
  };
}
