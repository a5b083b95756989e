/** The weights with which a network begins that is one that was trained, or a wider or deeper child of it. */
import type { ArchSpec } from '#/core/arch/archSpec';
import { parseArch } from '#/core/arch/parseArch';
import { readGenome } from '#/core/architecture/genome';
import { inheritWeights } from '#/core/architecture/inherit';
import type { NetworkBody } from '#/core/bodies/network';
import { weightSpecs } from '#/core/arch/shapes';
import { bodyOf } from '#/core/bodies/registry';
import type { HostWeight } from '#/core/layers/layerDef';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import type { Inherit } from '#/core/protocol/train';

type Reads = { models: Pick<Storage['models'], 'version'>; blobs: Pick<Storage['blobs'], 'get'> };

export async function inheritedWeights(
  { versionId, parent, child }: Inherit,
  arch: ArchSpec,
  seed: number,
  { models, blobs }: Reads,
): Promise<Map<string, HostWeight>> {
  const version = await models.version(versionId);
  if (!version)
    throw new TetradError({
      code: 'notFound',
      message: 'The network that this one should begin with does not exist any more.',
      place: 'inherit',
      hint: 'Search again.',
    });
  const def = bodyOf(version.body);
  const network = version.body.spec as NetworkBody;
  const bytes = await Promise.all(def.blobs(network).map((blob) => blobs.get(blob)));
  const weights = def.tensors(network, bytes);
  if (parent === undefined || child === undefined) return sameWeights(arch, weights);
  return inheritWeights(
    { parent: readGenome(parent), child: readGenome(child) },
    arch,
    { arch: parseArch(network.arch), weights },
    seed,
  );
}

function sameWeights(arch: ArchSpec, weights: ReadonlyMap<string, HostWeight>): Map<string, HostWeight> {
  const specs = weightSpecs(arch);
  const other = specs.find(({ name, shape }) => weights.get(name)?.shape.join() !== shape.join());
  if (other)
    throw new TetradError({
      code: 'badInput',
      message: `The network that this one should begin with has no weight ${other.name} of ${other.shape.join(' × ')}.`,
      place: 'inherit',
      hint: 'Search only settings that leave the network as it is.',
    });
  return new Map(specs.map(({ name }) => [name, weights.get(name) as HostWeight]));
}
