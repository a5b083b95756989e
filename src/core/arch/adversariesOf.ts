/**
 * A network that learns to make samples against a judge of its own: beside the answer and the narrow place it has an output
 * that says how real a sample looks. What lies before the narrow place judges and reads, what follows it makes.
 */
import type { ArchSpec } from './archSpec';
import { decoderOf, type Latent, latentOf, realnessName } from './latentOf';
import { weightSpecs } from './shapes';

export interface Adversaries {
  latent: Latent;
  /** A sample in, its realness and its numbers out. */
  critic: ArchSpec;
  /** Numbers in, an answer out. */
  maker: ArchSpec;
  /** Names of weights of the maker; all others are the critic's. */
  makes: ReadonlySet<string>;
  /** Of the realness among the outputs. */
  place: number;
}

export function adversariesOf(arch: ArchSpec): Adversaries | undefined {
  const place = arch.outputs.findIndex(({ name }) => name === realnessName);
  const realness = arch.outputs[place];
  const latent = latentOf(arch);
  if (!realness || !latent) return undefined;
  const end = arch.nodes.findIndex(({ id }) => id === latent.node);
  const maker = decoderOf(arch, latent);
  return {
    latent,
    place,
    critic: {
      version: arch.version,
      inputs: arch.inputs,
      ...(arch.sample && { sample: arch.sample }),
      nodes: arch.nodes.slice(0, end + 1),
      outputs: [realness, arch.outputs[latent.place] as ArchSpec['outputs'][number]],
    },
    maker,
    makes: new Set(weightSpecs(maker).map(({ name }) => name)),
  };
}
