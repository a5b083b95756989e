/** A stored model version made runnable: its body on a backend (the CPU unless told), and how its kind enters it. */
import type { Tensors } from '#/core/bodies/bodyDef';
import { bodyOf } from '#/core/bodies/registry';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { BackendName } from '#/core/protocol/train';
import { openCpu } from '../backends/cpu';
import type { TfBackend } from '../backends/tfBackend';
import type { OpenBody } from '../bodies/bodyEngine';
import { bodyEngineOf } from '../bodies/registry';
import type { OrtBuild } from '../ort/runOnnx';
import { withBackend } from './withCpu';

export interface OpenModel extends OpenBody {
  version: ModelVersion;
  tensors: Tensors;
  /** The bytes of the body's blobs, where it is a file. */
  files: readonly Uint8Array<ArrayBuffer>[];
  /** The same, of a body that is exported with them. */
  blobs: readonly Uint8Array<ArrayBuffer>[];
  /** Where it runs. */
  backend: BackendName;
}

export async function openModel(
  modelVersionId: string,
  storage: { models: Pick<Storage['models'], 'version'>; blobs: Pick<Storage['blobs'], 'get'> },
  on?: TfBackend,
  ort?: OrtBuild,
): Promise<OpenModel> {
  const version = await storage.models.version(modelVersionId);
  if (!version)
    throw new TetradError({
      code: 'notFound',
      message: 'This model version does not exist any more.',
      hint: 'Choose another version of the model.',
    });
  return { version, ...(await openBody(version, storage.blobs, on, ort)) };
}

/** The same of a body whose version is not stored yet. */
export async function openBody(
  { body: stored }: Pick<ModelVersion, 'body'>,
  stores: Pick<Storage['blobs'], 'get'>,
  on?: TfBackend,
  ort?: OrtBuild,
): Promise<Omit<OpenModel, 'version'>> {
  const { spec } = stored;
  const def = bodyOf(stored);
  const [{ tf, name: backend }, ...bytes] = await Promise.all([
    on ?? openCpu(),
    ...def.blobs(spec).map((blob) => stores.get(blob)),
  ]);
  const tensors = def.tensors(spec, bytes);
  const compute = <T>(work: () => T): T => withBackend(tf, backend, work);
  const body = bodyEngineOf(stored).open(spec, tensors, { tf, compute, ...(ort && { ort }) }, bytes);
  return {
    tensors,
    files: def.files ? bytes : [],
    blobs: def.leastOpset ? bytes : [],
    backend,
    ...body,
  };
}
