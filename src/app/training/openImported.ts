/** An imported file as a network that can learn, where all of its operators are layers of ours. */
import type { OnnxBody } from '#/core/bodies/onnx';
import { bodyOf } from '#/core/bodies/registry';
import { cutPoints } from '#/core/arch/cut/cutArch';
import type { OpenedNetwork } from '#/core/onnx/toArch/fileToArch';
import type { Entering } from '#/core/onnx/toArch/openNetwork';
import { toErrorInfo } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';

type Reads = { blobs: Pick<Storage['blobs'], 'get'> };

export const bytesOf = (storage: Reads, { body }: Pick<ModelVersion, 'body'>) =>
  Promise.all(
    bodyOf(body)
      .blobs(body.spec)
      .map((blob) => storage.blobs.get(blob)),
  );

/** Undefined where the version is no imported file. */
export async function openImported(
  storage: Reads,
  version: Pick<ModelVersion, 'body'>,
  entering?: Entering,
): Promise<{ network: OpenedNetwork } | { why: string } | undefined> {
  if (!bodyOf(version.body).files) return undefined;
  const body = version.body.spec as OnnxBody;
  if (body.network && 'why' in body.network) return { why: body.network.why };
  const [[bytes = new Uint8Array()], { tryNetwork }] = await Promise.all([
    bytesOf(storage, version),
    import('#/core/onnx/toArch/openNetwork'),
  ]);
  const opened = tryNetwork({ ...body, isWhole: body.beside.length === 0 }, bytes, entering);
  if ('why' in opened) return opened;
  try {
    cutPoints(opened.network.arch, true);
    return opened;
  } catch (thrown) {
    return { why: toErrorInfo(thrown).message };
  }
}
