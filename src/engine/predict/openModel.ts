/** A stored model version made runnable: weights as tensors of a backend (the CPU unless told), preprocessing, labels. */
import { type NetworkBody, networkOf } from '#/core/bodies/network';
import { compileForward, type Forward } from '#/core/arch/compileForward';
import { parseArch } from '#/core/arch/parseArch';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { BackendName } from '#/core/protocol/train';
import { openCpu } from '../backends/cpu';
import type { TfBackend } from '../backends/tfBackend';
import type { NamedWeights } from '../train/trainSpec';
import { unpackWeights } from '../train/record/weightBlob';
import { withCpu } from './withCpu';

export interface OpenModel {
  version: ModelVersion;
  tf: Ops;
  forward: Forward;
  hostWeights: NamedWeights;
  weights: ReadonlyMap<string, Tensor>;
  /** Where it runs. */
  backend: BackendName;
  /** Runs `work`, which makes tensors, there. */
  compute<T>(work: () => T): T;
  dispose(): void;
}

export async function openModel(
  modelVersionId: string,
  storage: { models: Pick<Storage['models'], 'version'>; blobs: Pick<Storage['blobs'], 'get'> },
  /** Of a thread that does nothing else. */
  alone?: TfBackend,
): Promise<OpenModel> {
  const version = await storage.models.version(modelVersionId);
  if (!version)
    throw new TetradError({
      code: 'notFound',
      message: 'This model version does not exist any more.',
      hint: 'Choose another version of the model.',
    });
  const network = networkOf(version) as NetworkBody;
  const [bytes, { tf, name: backend }] = await Promise.all([
    storage.blobs.get(network.weights.blob),
    alone ?? openCpu(),
  ]);
  const compute = <T>(work: () => T): T => (alone ? work() : withCpu(tf, work));
  const hostWeights = unpackWeights(bytes, network.weights.tensors);
  const weights = compute(
    () =>
      new Map([...hostWeights].map(([name, { data, shape }]) => [name, tf.tensor(data, shape, 'float32')])),
  );
  return {
    version,
    tf,
    forward: compileForward(parseArch(network.arch), tf),
    hostWeights,
    weights,
    backend,
    compute,
    dispose: () => tf.dispose([...weights.values()]),
  };
}
