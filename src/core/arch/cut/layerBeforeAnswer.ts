/** The node that the last learnt layer of a network reads; undefined: it reads the input, or nothing is learnt. */
import type { ArchSpec } from '../archSpec';
import { weightSpecs } from '../shapes';
import { frontOf } from './cutArch';

/** Layers that only shape what is there. */
const shaping = new Set(['flatten', 'dropout']);

export function layerBeforeAnswer(arch: ArchSpec): string | undefined {
  const [output] = arch.outputs;
  if (!output) return undefined;
  const learnt = new Set(weightSpecs(arch).map(({ node }) => node));
  const byId = new Map(arch.nodes.map((node) => [node.id, node]));
  const last = frontOf(arch, output.node).nodes.findLast(({ id }) => learnt.has(id));
  let before = byId.get(last?.inputs[0] ?? '');
  while (before && shaping.has(before.type)) before = byId.get(before.inputs[0] ?? '');
  return before?.id;
}
