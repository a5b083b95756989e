/** The narrow place of a network that makes its samples again: an output of its own beside the answer. */
import type { ArchSpec } from './archSpec';
import { inferShapes } from './shapes';
import { sizeOf } from './sizeOf';

/** What the output is called, in a description and in an exported file. */
export const latentName = 'latent';

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
