/** The narrow place of a network that makes its samples again: an output of its own beside the answer. */
import type { ArchSpec } from './archSpec';
import { inferShapes } from './shapes';
import { sizeOf } from './sizeOf';

/** What the output is called, in a description and in an exported file. */
export const latentName = 'latent';

/** And the one that says how real a sample looks, in log-odds, of a network that learns against a judge (adversariesOf). */
export const realnessName = 'realness';

export interface Latent {
  node: string;
  /** So many numbers a sample. */
  width: number;
  /** Among the outputs. */
  place: number;
}

export function latentOf(arch: ArchSpec): Latent | undefined {
  const place = arch.outputs.findIndex(({ name }) => name === latentName);
  const node = arch.outputs[place]?.node;
  return node === undefined ? undefined : { node, place, width: sizeOf(inferShapes(arch).get(node) ?? []) };
}

/** Whether numbers that a normal distribution gives stand for samples: it was learnt so, by a divergence or by a judge. */
export const isNormal = ({ nodes, outputs }: ArchSpec, { node }: Latent): boolean =>
  nodes.some(({ id, type }) => id === node && type === 'gaussianSample') ||
  outputs.some(({ name }) => name === realnessName);

/** From the narrow place on: its numbers in, the answer out. Nodes keep their names, and so do weights. */
export function decoderOf({ version, nodes, outputs }: ArchSpec, { node, width }: Latent): ArchSpec {
  const from = nodes.findIndex(({ id }) => id === node);
  return {
    version,
    inputs: [{ name: node, shape: [width] }],
    nodes: nodes.slice(from + 1),
    outputs: outputs.slice(0, 1),
  };
}
