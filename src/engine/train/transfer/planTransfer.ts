/** What is kept of a version's network, with its weights, in a new one; up to a layer it stands still. */
import { behindGate, frontOf, gatesOf } from '#/core/arch/cut/cutArch';
import { requireCut } from '#/core/arch/cut/requireCut';
import { initWeights } from '#/core/arch/initWeights';
import { parseArch } from '#/core/arch/parseArch';
import { weightSpecs } from '#/core/arch/shapes';
import type { NetworkBody } from '#/core/bodies/network';
import { bodyOf } from '#/core/bodies/registry';
import { TetradError } from '#/core/protocol/errors';
import type { TrainRequest } from '#/core/protocol/train';
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
  const { cut, freeze } = transfer ?? { cut: '' };
  const kept = await keptWeights(startFrom, cut, built, deps);
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
  cut: string,
  { arch }: TrainSpec,
  { storage: { models, blobs } }: Pick<RunDeps, 'storage'>,
): Promise<NamedWeights> {
  const version = await models.version(versionId);
  const def = version && bodyOf(version.body);
  if (!version || !def?.outline)
    throw new TetradError({
      code: version ? 'badInput' : 'notFound',
      message: version
        ? `${def?.title} cannot be cut.`
        : 'The model version to begin with does not exist any more.',
      place: 'startFrom',
      hint: 'Choose a version that is a network.',
    });
  const network = version.body.spec as NetworkBody;
  const own = parseArch(network.arch);
  const front = frontOf(own, requireCut(own, { cut }).cut);
  const bytes = await Promise.all(def.blobs(network).map((blob) => blobs.get(blob)));
  const tensors = def.tensors(network, bytes);
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
