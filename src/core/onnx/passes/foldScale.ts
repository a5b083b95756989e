import type { OnnxInitializer, OnnxNode } from '../graphBuilder';
import { indexGraph, type Pass, plural, withoutUnread } from './pass';

/**
 * MatMul by constant weights, then Mul by a constant row: the row is multiplied into the weights. This is how
 * batch normalisation disappears from the file: what is left of it is the Add that fuseGemm takes.
 */
export const foldScale: Pass = (graph) => {
  const { constants, onlyReader } = indexGraph(graph);
  const dropped = new Set<OnnxNode>();
  const rewired = new Map<OnnxNode, OnnxNode>();
  const added: OnnxInitializer[] = [];
  for (const node of graph.nodes) {
    const [a = '', b = ''] = node.inputs;
    const [product = ''] = node.outputs;
    const weights = constants.get(b);
    if (node.opType !== 'MatMul' || weights?.shape.length !== 2) continue;
    const mul = onlyReader(node);
    if (mul?.opType !== 'Mul') continue;
    const row = constants.get(mul.inputs.find((name) => name !== product) ?? '');
    const columns = weights.shape[1] ?? 0;
    if (row?.shape.length !== 1 || row.shape[0] !== columns) continue;
    if (!(weights.data instanceof Float32Array) || !(row.data instanceof Float32Array)) continue;
    const scale = row.data;
    const name = `${b}_scaled_${added.length}`;
    added.push({
      name,
      dtype: 'float',
      shape: weights.shape,
      data: weights.data.map((value, i) => value * (scale[i % columns] ?? 1)),
    });
    dropped.add(mul);
    rewired.set(node, { ...node, inputs: [a, name], outputs: mul.outputs });
  }
  const nodes = graph.nodes.filter((node) => !dropped.has(node)).map((node) => rewired.get(node) ?? node);
  return {
    graph: withoutUnread({ ...graph, nodes, initializers: [...graph.initializers, ...added] }),
    did: added.length > 0 ? [`folded ${plural(added.length, 'batch normalisation scale')} into weights`] : [],
  };
};
