import type { OnnxNode } from '../graphBuilder';
import { type Pass, plural } from './pass';
import { inferRanks } from './ranks';

/**
 * MatMul then Add of a constant bias becomes one Gemm. Legal only where both factors are known to have
 * rank 2, nobody else reads the product, and the bias is one row.
 */
export const fuseGemm: Pass = (graph) => {
  const ranks = inferRanks(graph);
  const constants = new Map(graph.initializers.map((constant) => [constant.name, constant]));
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes)
    for (const input of node.inputs) readers.set(input, [...(readers.get(input) ?? []), node]);

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
    if (node.opType !== 'MatMul' || ranks.get(a) !== 2 || ranks.get(b) !== 2 || outputs.has(product))
      continue;
    const [add, ...others] = readers.get(product) ?? [];
    if (!add || others.length > 0 || add.opType !== 'Add') continue;
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
