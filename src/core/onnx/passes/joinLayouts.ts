import type { OnnxGraph, OnnxNode } from '../graphBuilder';
import { indexGraph, type Pass, plural, withoutUnread } from './pass';
import { permOf, targetOf, valueShapes } from './valueShapes';

/** What changes every value alone, so that it can come before a rearrangement as well as after. */
const elementwise = new Set(
  'Relu LeakyRelu Elu Selu Sigmoid Tanh Softplus Softsign HardSigmoid HardSwish'.split(' '),
);

/**
 * Layers hand values over with the channels last, convolutions want them first. Between two of them the rearrangements
 * undo each other: activations move before them, then Reshape after Reshape is one, one that changes nothing is none,
 * and so are two Transposes that cancel.
 */
export const joinLayouts: Pass = (graph) => {
  let current = graph;
  for (let next = oneStep(current); next; next = oneStep(current)) current = next;
  const removed = graph.nodes.length - current.nodes.length;
  return {
    graph: withoutUnread(current),
    did: removed > 0 ? [`removed ${plural(removed, 'rearrangement')} of values`] : [],
  };
};

/** The graph after one rewriting; undefined when nothing is left to do. */
function oneStep(graph: OnnxGraph): OnnxGraph | undefined {
  const { constants, outputs, onlyReader } = indexGraph(graph);
  const shapes = valueShapes(graph);
  const target = (node: OnnxNode) => {
    const shape = constants.get(node.inputs[1] ?? '');
    return node.opType === 'Reshape' && shape ? targetOf(shape) : undefined;
  };
  for (const node of graph.nodes) {
    const [input = ''] = node.inputs;
    const [output = ''] = node.outputs;
    if (outputs.has(output)) continue;
    const before = shapes.get(input);
    if (before && target(node)?.join() === before.map((size) => size ?? -1).join())
      return without(graph, [node], output, input);
    const next = onlyReader(node);
    const [after = ''] = next?.outputs ?? [];
    if (!next || next.inputs[0] !== output || outputs.has(after)) continue;
    if (target(node) && target(next) && !target(next)?.includes(0))
      return without(graph, [node], output, input);
    const perm = node.opType === 'Transpose' ? permOf(node.attributes) : undefined;
    if (perm && next.opType === 'Transpose') {
      const both = permOf(next.attributes).map((axis) => perm[axis] as number);
      if (both.every((axis, i) => axis === i)) return without(graph, [node, next], after, input);
      const joined = { ...next, inputs: [input], attributes: { perm: both.map(BigInt) } };
      return {
        ...graph,
        nodes: graph.nodes.flatMap((other) => (other === node ? [] : other === next ? [joined] : [other])),
      };
    }
    if ((perm || target(node)) && elementwise.has(next.opType)) {
      const early = { ...next, inputs: [input] };
      const late = { ...node, inputs: [after, ...node.inputs.slice(1)] };
      return {
        ...graph,
        nodes: graph.nodes.flatMap((other) =>
          other === node ? [early, late] : other === next ? [] : [reading(other, after, output)],
        ),
      };
    }
  }
  return undefined;
}

const without = (graph: OnnxGraph, gone: readonly OnnxNode[], from: string, to: string): OnnxGraph => ({
  ...graph,
  nodes: graph.nodes.filter((node) => !gone.includes(node)).map((node) => reading(node, from, to)),
});

/** The node with `to` wherever it read `from`. */
const reading = (node: OnnxNode, from: string, to: string): OnnxNode => ({
  ...node,
  inputs: node.inputs.map((name) => (name === from ? to : name)),
});
