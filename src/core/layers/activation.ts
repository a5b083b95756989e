import { z } from 'zod';
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { LayerDef, Ops, Tensor } from './layerDef';
import { oneInput, oneShape } from './oneInput';

interface Activation {
  run(tf: Ops, x: Tensor, alpha: number): Tensor;
  lower(graph: GraphBuilder, x: string, alpha: number): string;
}

const scalar = (graph: GraphBuilder, value: number): string =>
  graph.constant('float', [], Float32Array.of(value));

const oneNode =
  (opType: string, attributes: Record<string, number | bigint> = {}) =>
  (graph: GraphBuilder, x: string): string =>
    graph.node(opType, [x], attributes);

const activations = {
  relu: { run: (tf, x) => tf.relu(x), lower: oneNode('Relu') },
  relu6: {
    run: (tf, x) => tf.clipByValue(x, 0, 6),
    lower: (graph, x) => graph.node('Clip', [x, scalar(graph, 0), scalar(graph, 6)]),
  },
  leakyRelu: {
    run: (tf, x, alpha) => tf.leakyRelu(x, alpha),
    lower: (graph, x, alpha) => graph.node('LeakyRelu', [x], { alpha }),
  },
  elu: { run: (tf, x) => tf.elu(x), lower: oneNode('Elu') },
  selu: { run: (tf, x) => tf.selu(x), lower: oneNode('Selu') },
  // The exact form, x * Phi(x) with erf, as PyTorch's default. Opset 17 has no Gelu.
  gelu: {
    run: (tf, x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
    lower(graph, x) {
      const scaled = graph.node('Mul', [x, scalar(graph, Math.SQRT1_2)]);
      const erf = graph.node('Erf', [scaled]);
      const shifted = graph.node('Add', [erf, scalar(graph, 1)]);
      const half = graph.node('Mul', [x, scalar(graph, 0.5)]);
      return graph.node('Mul', [half, shifted]);
    },
  },
  // The approximation by tanh: https://arxiv.org/abs/1606.08415
  geluTanh: {
    run: (tf, x) => {
      const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
    },
    lower(graph, x) {
      const cube = graph.node('Mul', [graph.node('Mul', [x, x]), x]);
      const bent = graph.node('Add', [x, graph.node('Mul', [cube, scalar(graph, 0.044715)])]);
      const tanh = graph.node('Tanh', [graph.node('Mul', [bent, scalar(graph, Math.sqrt(2 / Math.PI))])]);
      const shifted = graph.node('Add', [tanh, scalar(graph, 1)]);
      return graph.node('Mul', [graph.node('Mul', [x, scalar(graph, 0.5)]), shifted]);
    },
  },
  silu: {
    run: (tf, x) => tf.mul(x, tf.sigmoid(x)),
    lower: (graph, x) => graph.node('Mul', [x, oneNode('Sigmoid')(graph, x)]),
  },
  mish: {
    run: (tf, x) => tf.mul(x, tf.tanh(tf.softplus(x))),
    lower(graph, x) {
      const gate = oneNode('Tanh')(graph, oneNode('Softplus')(graph, x));
      return graph.node('Mul', [x, gate]);
    },
  },
  sigmoid: { run: (tf, x) => tf.sigmoid(x), lower: oneNode('Sigmoid') },
  hardSigmoid: {
    run: (tf, x) => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1),
    lower: oneNode('HardSigmoid', { alpha: 0.2, beta: 0.5 }),
  },
  hardSwish: {
    run: (tf, x) => tf.mul(x, tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1)),
    lower: oneNode('HardSwish'),
  },
  tanh: { run: (tf, x) => tf.tanh(x), lower: oneNode('Tanh') },
  softsign: { run: (tf, x) => tf.div(x, tf.add(tf.abs(x), 1)), lower: oneNode('Softsign') },
  hardTanh: {
    run: (tf, x) => tf.clipByValue(x, -1, 1),
    lower: (graph, x) => graph.node('Clip', [x, scalar(graph, -1), scalar(graph, 1)]),
  },
  logSigmoid: {
    run: (tf, x) => tf.neg(tf.softplus(tf.neg(x))),
    lower: (graph, x) => oneNode('Neg')(graph, oneNode('Softplus')(graph, oneNode('Neg')(graph, x))),
  },
  softplus: { run: (tf, x) => tf.softplus(x), lower: oneNode('Softplus') },
  softmax: { run: (tf, x) => tf.softmax(x), lower: oneNode('Softmax', { axis: -1n }) },
  logSoftmax: { run: (tf, x) => tf.logSoftmax(x), lower: oneNode('LogSoftmax', { axis: -1n }) },
} as const satisfies Record<string, Activation>;

export type ActivationKind = keyof typeof activations;
export const activationKinds = Object.keys(activations) as [ActivationKind, ...ActivationKind[]];

const params = z.strictObject({
  kind: z.enum(activationKinds).default('relu').meta({ label: 'Function' }),
  alpha: z
    .number()
    .min(0)
    .max(10)
    .default(0.01)
    .meta({ label: 'Slope below zero', hint: 'Used by leakyRelu only.' }),
});

/** Those that are more than one operation. */
const operationsOf: Partial<Record<ActivationKind, number>> = {
  gelu: 5,
  geluTanh: 8,
  logSigmoid: 3,
  silu: 2,
  mish: 3,
  hardSigmoid: 3,
  hardSwish: 4,
  softsign: 3,
};

const byKind = (kind: ActivationKind): Activation => activations[kind];

export const activation: LayerDef<z.infer<typeof params>> = {
  type: 'activation',
  title: 'Activation',
  summary: 'A fixed function of each value: what makes a network more than one linear map.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights: () => [],
  forward: ({ tf }, inputs, _weights, { kind, alpha }) => byKind(kind).run(tf, oneInput(inputs), alpha),
  keeps: ({ kind }) => operationsOf[kind] ?? 1,
  toOnnx: (graph, inputs, _weights, { kind, alpha }) => byKind(kind).lower(graph, oneInput(inputs), alpha),
  channelwise: ({ kind }) => kind !== 'softmax' && kind !== 'logSoftmax',
  examples: [
    ...activationKinds.map((kind) => ({ inputs: [[7]], params: { kind } })),
    { inputs: [[3, 5]], params: { kind: 'softmax' } },
    { inputs: [[4]], params: { kind: 'leakyRelu', alpha: 0.3 } },
    { inputs: [[2, 2, 1, 3, 2]], params: { kind: 'silu' } },
  ],
};
