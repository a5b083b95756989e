/** What is kept of a version's network, with its weights, in a new one; up to a layer it stands still. */
import { behindGate, frontOf, gatesOf } from '#/core/arch/cut/cutArch';
import { requireCut } from '#/core/arch/cut/requireCut';
import { initWeights } from '#/core/arch/initWeights';
import { parseArch } from '#/core/arch/parseArch';
import { weightSpecs } from '#/core/arch/shapes';
import type { NetworkBody } from '#/core/bodies/network';
import type { OnnxBody } from '#/core/bodies/onnx';
import { bodyOf } from '#/core/bodies/registry';
import { TetradError } from '#/core/protocol/errors';
import type { OpenedNetwork } from '#/core/onnx/toArch/fileToArch';
import type { ModelVersion } from '#/core/protocol/model';
import type { TrainRequest, Transfer } from '#/core/protocol/train';
import type { RunDeps } from '../runDeps';
import type { NamedWeights, TrainSpec } from '../trainSpec';
import { frozenNetwork } from './frozenNetwork';
import { type FrozenSpec, frozenSpec } from './frozenSpec';

export interface TransferPlan extends FrozenSpec {
  /** Of the whole network, from what was learnt. */
  whole(learnt: NamedWeights): NamedWeights;
}

/** `built`: of the whole network. */
export async function planTransfer(
  { startFrom = '', transfer }: Pick<TrainRequest, 'startFrom' | 'transfer'>,
  built: TrainSpec,
  deps: Pick<RunDeps, 'storage'>,
  allowedBytes: number,
): Promise<TransferPlan> {
  const { arch } = built;
  const { freeze } = transfer ?? {};
  const kept = await keptWeights(startFrom, transfer ?? { cut: '' }, built, deps);
  const start: NamedWeights = new Map([...initWeights(arch, built.config.seed), ...kept]);
  if (freeze === undefined)
    return {
      spec: { ...built, start },
      whole: (learnt) => learnt,
      fill: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  const output = arch.outputs[0]?.node ?? '';
  if (!gatesOf(arch, output).includes(freeze) || freeze === output)
    throw new TetradError({
      code: 'badInput',
      message: `The network cannot stand still up to "${freeze}".`,
      place: 'freeze',
      hint: 'Choose a layer that everything behind it reads, before the answer.',
    });
  const [front, behind] = [frontOf(arch, freeze), behindGate(arch, freeze)];
  const namesOf = (part: typeof arch) => new Set(weightSpecs(part).map(({ name }) => name));
  const [still, learning] = [namesOf(front), namesOf(behind)];
  const only = (names: ReadonlySet<string>) => new Map([...start].filter(([name]) => names.has(name)));
  const stands = only(still);
  return {
    ...frozenSpec(
      { ...built, arch: behind, start: only(learning) },
      frozenNetwork(front, stands),
      deps,
      allowedBytes,
    ),
    whole: (learnt) => new Map([...stands, ...learnt]),
  };
}

/** Weights of what is before the cut, by their names. */
async function keptWeights(
  versionId: string,
  { cut, samples }: Transfer,
  { arch }: TrainSpec,
  { storage: { models, blobs } }: Pick<RunDeps, 'storage'>,
): Promise<NamedWeights> {
  const version = await models.version(versionId);
  const own = version && (await networkIn(version, blobs, samples));
  if (!version || !own)
    throw new TetradError({
      code: version ? 'badInput' : 'notFound',
      message: version
        ? `${bodyOf(version.body).title} cannot be cut.`
        : 'The model version to begin with does not exist any more.',
      place: 'startFrom',
      hint: 'Choose a version that is a network.',
    });
  const front = frontOf(own.arch, requireCut(own.arch, { cut }, samples?.layers).cut);
  const { weights: tensors } = own;
  const shapes = new Map(weightSpecs(arch).map(({ name, shape }) => [name, shape.join()]));
  return new Map(
    weightSpecs(front).map(({ name, node }) => {
      const weight = tensors.get(name);
      if (weight && shapes.get(name) === weight.shape.join()) return [name, weight];
      throw new TetradError({
        code: 'badInput',
        message: `The new network does not hold the layer "${node}" as version ${version.number} has it.`,
        place: `layer ${node}`,
        hint: 'Change only what is behind the cut.',
      });
    }),
  );
}

/** Its layers with their weights; of an imported file as far as all of its operators are such. */
async function networkIn(
  { body }: ModelVersion,
  blobs: RunDeps['storage']['blobs'],
  samples: Transfer['samples'],
): Promise<OpenedNetwork | undefined> {
  const def = bodyOf(body);
  const bytes = await Promise.all(def.blobs(body.spec).map((blob) => blobs.get(blob)));
  if (def.outline) {
    const network = body.spec as NetworkBody;
    return { arch: parseArch(network.arch), weights: def.tensors(network, bytes) };
  }
  if (!samples?.layers) return undefined;
  const { openNetwork } = await import('#/core/onnx/toArch/openNetwork');
  const { height, width, channels, channelsFirst } = samples;
  const file = body.spec as OnnxBody;
  return openNetwork({ ...file, isWhole: file.beside.length === 0 }, bytes[0] ?? new Uint8Array(), {
    axes: channelsFirst ? [channels, height, width] : [height, width, channels],
    channelsFirst,
  });
}
