/** Ranks of values, as far as they follow from the operators we emit; a value that is absent is unknown. */
import type { OnnxGraph, OnnxNode } from '../graphBuilder';

const elementwise = new Set(
  'Cast Identity Relu LeakyRelu Sigmoid Tanh Elu Selu Softplus Softsign Softmax LogSoftmax Erf Exp Log Sqrt Neg Abs Floor Clip Dropout LayerNormalization BatchNormalization Transpose Gelu HardSigmoid HardSwish Sin Concat IsNaN Not LabelEncoder Reciprocal Pow'.split(
    ' ',
  ),
);
const broadcast = new Set('Add Sub Mul Div Where Equal Greater GreaterOrEqual Less Max Min'.split(' '));

export function inferRanks(graph: OnnxGraph): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const { name, shape } of [...graph.inputs, ...graph.initializers]) ranks.set(name, shape.length);
  const constants = new Map(graph.initializers.map((constant) => [constant.name, constant]));
  const rankOf = (node: OnnxNode): number | undefined => {
    const inputs = node.inputs.map((name) => ranks.get(name));
    const [first, second] = inputs;
    if (elementwise.has(node.opType)) return first;
    if (broadcast.has(node.opType))
      return inputs.some((rank) => rank === undefined) ? undefined : Math.max(...(inputs as number[]));
    if (node.opType === 'Gemm' || node.opType === 'Flatten') return 2;
    if (node.opType === 'MatMul')
      return second === 2 && first !== undefined && first >= 2 ? first : undefined;
    if (node.opType === 'Reshape') return constants.get(node.inputs[1] ?? '')?.shape[0];
    return undefined;
  };
  for (const node of graph.nodes) {
    const rank = rankOf(node);
    const [output] = node.outputs;
    if (rank !== undefined && output !== undefined) ranks.set(output, rank);
  }
  return ranks;
}
