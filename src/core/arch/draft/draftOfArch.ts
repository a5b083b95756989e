/** A draft to start from: the network of a family, with its answer layer as everybody's where it is such a one. */
import type { ArchSpec } from '../archSpec';
import { type ArchDraft, sampleName } from './archDraft';

/** Undefined of one that takes the sample whole. */
export const inputsOfArch = ({ sample, inputs }: ArchSpec): ArchDraft['inputs'] =>
  sample && inputs.map(({ name, part }) => ({ name, columns: [...(part?.columns ?? [])] }));

export function draftOfArch(arch: ArchSpec, outputWidth: number): ArchDraft {
  const parted = inputsOfArch(arch);
  const [own = sampleName] = arch.inputs.map(({ name }) => name);
  const read = (from: string) => (!parted && from === own ? sampleName : from);
  const nodes = arch.nodes.map(({ id, type, inputs, params }) => ({
    id,
    type,
    inputs: inputs.map(read),
    params: { ...params },
  }));
  const output = read(arch.outputs[0]?.node ?? sampleName);
  const last = nodes.find(({ id }) => id === output);
  const isEnd = nodes.filter(({ inputs }) => inputs.includes(output)).length === 0;
  const { units, useBias, init } = last?.params ?? {};
  if (last?.type !== 'dense' || units !== outputWidth || !useBias || init !== 'glorotUniform' || !isEnd)
    return { nodes, output, head: false, ...(parted && { inputs: parted }) };
  return {
    nodes: nodes.filter((node) => node !== last),
    output: last.inputs[0] ?? sampleName,
    head: true,
    ...(parted && { inputs: parted }),
  };
}
