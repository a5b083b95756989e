import type { OnnxInitializer, OnnxNode } from '../graphBuilder';
import { indexGraph, type Pass, plural, withoutUnread } from './pass';
import { permOf, targetOf } from './valueShapes';

/**
 * Conv, its channels moved last, then Mul by a row and Add of a row: batch normalisation after a convolution. Both rows
 * go into the kernel and the bias.
 */
export const foldIntoConv: Pass = (graph) => {
  const { constants, outputs, onlyReader } = indexGraph(graph);
  const rowOf = (node: OnnxNode | undefined, opType: string, value: string | undefined, channels: number) => {
    if (node?.opType !== opType) return undefined;
    const row = constants.get(node.inputs.find((name) => name !== value) ?? '');
    const fits = row?.shape.length === 1 && row.shape[0] === channels;
    return fits && row.data instanceof Float32Array ? row.data : undefined;
  };

  const dropped = new Set<OnnxNode>();
  const changed = new Map<OnnxNode, OnnxNode>();
  const renamed = new Map<string, string>();
  const added: OnnxInitializer[] = [];
  for (const conv of graph.nodes) {
    const [input = '', kernelName = '', biasName = ''] = conv.inputs;
    const kernel = constants.get(kernelName);
    if (conv.opType !== 'Conv' || !(kernel?.data instanceof Float32Array)) continue;
    const [channels = 0] = kernel.shape;
    const last = channelsLastAfter(conv);
    const [value] = last?.outputs ?? [];
    const mul = last && onlyReader(last);
    const scale = rowOf(mul, 'Mul', value, channels);
    const add = mul && onlyReader(mul);
    const shift = rowOf(add, 'Add', mul?.outputs[0], channels);
    const [sum = ''] = add?.outputs ?? [];
    if (!mul || !add || !scale || !shift || value === undefined || outputs.has(sum)) continue;
    const bias = constants.get(biasName)?.data as Float32Array | undefined;
    const perFilter = kernel.data.length / channels;
    const scaled: OnnxInitializer = {
      ...kernel,
      name: `${kernelName}_scaled_${added.length}`,
      data: kernel.data.map((weight, i) => weight * (scale[Math.floor(i / perFilter)] as number)),
    };
    const shifted: OnnxInitializer = {
      name: `${kernelName}_bias_${added.length}`,
      dtype: 'float',
      shape: [channels],
      data: shift.map((offset, i) => (bias?.[i] ?? 0) * (scale[i] as number) + offset),
    };
    added.push(scaled, shifted);
    changed.set(conv, { ...conv, inputs: [input, scaled.name, shifted.name] });
    dropped.add(mul).add(add);
    renamed.set(sum, value);
  }
  const nodes = graph.nodes
    .filter((node) => !dropped.has(node))
    .map((node) => changed.get(node) ?? node)
    .map((node) => ({ ...node, inputs: node.inputs.map((name) => renamed.get(name) ?? name) }));
  return {
    graph: withoutUnread({ ...graph, nodes, initializers: [...graph.initializers, ...added] }),
    did: changed.size > 0 ? [`folded ${plural(changed.size, 'batch normalisation')} into convolutions`] : [],
  };

  /** The node after which the channels of a Conv are the last axis, through what only it feeds. */
  function channelsLastAfter(conv: OnnxNode): OnnxNode | undefined {
    let last = onlyReader(conv);
    if (last?.opType !== 'Transpose' || permOf(last.attributes).at(-1) !== 1) return undefined;
    const channels = constants.get(conv.inputs[1] ?? '')?.shape[0];
    for (let next = onlyReader(last); next?.opType === 'Reshape'; next = onlyReader(next)) {
      const target = constants.get(next.inputs[1] ?? '');
      if (!target || targetOf(target).at(-1) !== channels) break;
      last = next;
    }
    return last;
  }
};
