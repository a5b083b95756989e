/** A network of our own as a graph to be looked at. */
import type { ArchSpec } from '../arch/archSpec';
import { inferShapes, weightCount, weightSpecs } from '../arch/shapes';
import { sizeOf } from '../arch/sizeOf';
import { layers } from '../layers/registry';
import type { GraphNode, ModelGraph } from './modelGraph';

/** "block2_1_conv1" lies in the block "block2_1". */
const blockOf = (id: string): string[] => {
  const found = /^([A-Za-z]+\d+(?:_\d+)?)_/.exec(id);
  return found?.[1] ? [found[1]] : [];
};

export function archGraph(arch: ArchSpec): ModelGraph {
  const shapes = inferShapes(arch);
  const typeOf = (name: string) => `float [${['batch', ...(shapes.get(name) ?? [])].join(', ')}]`;
  const specs = weightSpecs(arch);
  const at = new Map<string, number>();
  const nodes: GraphNode[] = [];
  const add = (key: string, node: GraphNode) => {
    at.set(key, nodes.length);
    nodes.push(node);
  };
  for (const { name } of arch.inputs)
    add(name, {
      kind: 'input',
      op: 'input',
      name,
      block: [],
      inputs: [],
      outputs: [{ name, type: typeOf(name) }],
      attributes: [],
      weights: [],
    });
  const from = (name: string) => ({ name, from: at.get(name) ?? -1, type: typeOf(name) });
  for (const { id, type, inputs, params } of arch.nodes)
    add(id, {
      kind: 'node',
      op: type,
      name: id,
      block: blockOf(id),
      inputs: inputs.map(from),
      outputs: [{ name: id, type: typeOf(id) }],
      attributes: Object.entries(params).map(([name, value]) => [name, textOf(value)]),
      weights: specs.flatMap((spec, i) => (spec.node === id ? [i] : [])),
      doc: layers.find(type)?.summary,
    });
  for (const { name, node } of arch.outputs)
    add(`output ${name}`, {
      kind: 'output',
      op: 'output',
      name,
      block: [],
      inputs: [from(node)],
      outputs: [],
      attributes: [],
      weights: [],
    });
  return {
    nodes,
    weights: specs.map(({ name, shape }) => ({ name, dtype: 'float', shape, size: sizeOf(shape) })),
    facts: [
      ['Layers', arch.nodes.length.toLocaleString('en')],
      ['Weights that are learnt', weightCount(arch).toLocaleString('en')],
    ],
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
