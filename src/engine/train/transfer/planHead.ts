/** A head on the front of an imported file: pictures enter as the file takes them, and only the head learns. */
import type { HeadedBody } from '#/core/bodies/headed';
import { headedBody } from '#/core/bodies/headed';
import { packWeights } from '#/core/bodies/tensorBlob';
import { bodyOf } from '#/core/bodies/registry';
import { readForCut } from '#/core/onnx/cutFile';
import { frontOfFile } from '#/core/onnx/frontOfFile';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { TrainRequest } from '#/core/protocol/train';
import { openFront } from '../../bodies/headed';
import type { PreparedData } from '../../kinds/preparedData';
import type { Learnt } from '../../learners/learner';
import { buildSpec } from '../buildSpec';
import type { RunDeps } from '../runDeps';
import type { NamedWeights, TrainSpec } from '../trainSpec';
import type { FrozenPart } from './cachedSplits';
import { type FrozenSpec, frozenSpec } from './frozenSpec';

export interface HeadPlan extends FrozenSpec {
  body(
    spec: TrainSpec,
    learnt: NamedWeights,
    blobs: Parameters<Learnt['body']>[0],
  ): ReturnType<Learnt['body']>;
}

/** Rows that a pass through the file takes. */
const rowsAtOnce = 32;

export async function planHead(
  request: TrainRequest,
  version: ModelVersion,
  data: PreparedData,
  keep: Pick<TrainSpec, 'keep'>,
  deps: Pick<RunDeps, 'storage' | 'ort'>,
  allowedBytes: number,
): Promise<HeadPlan> {
  const def = bodyOf(version.body);
  const [bytes = new Uint8Array(0), ...beside] = await Promise.all(
    def.blobs(version.body.spec).map((blob) => deps.storage.blobs.get(blob)),
  );
  if (beside.length > 0)
    throw new TetradError({
      code: 'unsupported',
      message: 'The weights of the model lie in files of their own.',
      place: 'modelVersionId',
      hint: 'Import it as one file.',
    });
  const file = readForCut(bytes);
  const { cut, samples } = request.transfer ?? { cut: '' };
  const { bytes: cutBytes, output } = frontOfFile(file, cut);
  const front: Omit<HeadedBody['front'], 'blob'> = {
    opset: file.opset,
    input: file.input.name,
    output,
    channelsFirst: samples?.channelsFirst ?? true,
    from: def.describe(version.body.spec),
  };
  const takes = data.shape;
  const makes = [await widthOf(cutBytes, front, takes, deps)];
  const built = {
    ...buildSpec(request, { ...data, shape: makes }),
    ...keep,
  };
  const part: FrozenPart = {
    takes,
    makes,
    rowsAtOnce,
    async open() {
      const session = await openFront(cutBytes, front, takes, deps.ort);
      return {
        run: async (input, rows) => await session.run(await input.data<'float32'>(), rows),
        dispose: () => void session.release().catch(() => undefined),
      };
    },
  };
  return {
    ...frozenSpec(built, part, deps, allowedBytes),
    async body({ arch }, learnt, blobs) {
      const { bytes: packed, tensors } = packWeights(learnt);
      return headedBody({
        front: { ...front, blob: await blobs.put(cutBytes) },
        takes,
        head: { arch, weights: { blob: await blobs.put(packed), tensors } },
      });
    },
  };
}

/** Of two grey pictures: how many values it makes of each. */
async function widthOf(
  bytes: Uint8Array,
  front: Omit<HeadedBody['front'], 'blob'>,
  takes: readonly number[],
  { ort }: Pick<RunDeps, 'ort'>,
): Promise<number> {
  const session = await openFront(bytes, front, takes, ort);
  try {
    const size = takes.reduce((product, axis) => product * axis, 1);
    const values = await session.run(new Float32Array(2 * size), 2);
    return values.length / 2;
  } catch (thrown) {
    throw new TetradError(
      {
        code: 'badInput',
        message: `The imported model does not take several pictures of ${takes.join(' × ')} at a time: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        place: 'modelVersionId',
        hint: 'Export it with a free batch axis, or choose the other order of channels.',
      },
      { cause: thrown },
    );
  } finally {
    await session.release();
  }
}
