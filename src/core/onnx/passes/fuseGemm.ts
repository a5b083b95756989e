import type { OnnxNode } from '../graphBuilder';
import { indexGraph, type Pass, plural } from './pass';
import { valueShapes } from './valueShapes';

/**
 * MatMul then Add of a constant bias becomes one Gemm. Legal only where both factors are known to have
 * rank 2, nobody else reads the product, and the bias is one row.
 */
export const fuseGemm: Pass = (graph) => {
  const shapes = valueShapes(graph);
  const { constants, onlyReader } = indexGraph(graph);

  const biasOf = (add: OnnxNode, product: string, columns: number | undefined): string | undefined => {
    const other = add.inputs.find((name) => name !== product);
    const shape = other === undefined ? undefined : constants.get(other)?.shape;
    const isRow = shape && shape.at(-1) === columns && shape.slice(0, -1).every((size) => size === 1);
    return isRow && shape.length >= 1 && shape.length <= 2 ? other : undefined;
  };

  /** MatMul to drop -> Gemm in the place of its Add. */
  const dropped = new Set<OnnxNode>();
  const gemms = new Map<OnnxNode, OnnxNode>();
  for (const node of graph.nodes) {
    const [a = '', b = ''] = node.inputs;
    const [product = ''] = node.outputs;
    if (node.opType !== 'MatMul' || shapes.get(a)?.length !== 2 || shapes.get(b)?.length !== 2) continue;
    const add = onlyReader(node);
    if (add?.opType !== 'Add') continue;
    const bias = biasOf(add, product, constants.get(b)?.shape[1]);
    if (bias === undefined) continue;
    dropped.add(node);
    const [output = ''] = add.outputs;
    gemms.set(add, {
      opType: 'Gemm',
      domain: '',
      name: `${output}_Gemm`,
      inputs: [a, b, bias],
      outputs: [output],
      attributes: {},
    });
  }
  const nodes = graph.nodes.filter((node) => !dropped.has(node)).map((node) => gemms.get(node) ?? node);
  return {
    graph: { ...graph, nodes },
    did: gemms.size > 0 ? [`fused ${plural(gemms.size, 'MatMul + Add')} into Gemm`] : [],
  };
};
