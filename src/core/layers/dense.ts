import { z } from 'zod';
import type { LayerDef, WeightSpec } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  units: z.int().min(1).max(1_000_000).default(64).meta({ label: 'Units', hint: 'Width of the output.' }),
  useBias: z.boolean().default(true).meta({ label: 'Bias' }),
  init: z
    .enum(['glorotUniform', 'heNormal', 'zeros'])
    .default('glorotUniform')
    .meta({ label: 'Start', hint: 'heNormal suits relu and its relatives.' }),
});

export const dense: LayerDef<z.infer<typeof params>> = {
  type: 'dense',
  title: 'Dense',
  summary: 'Every output is a weighted sum of all values on the last axis.',
  params,
  inferShape: (inputs, { units }) => [...oneShape(inputs).slice(0, -1), units],
  weights(inputs, { units, useBias, init }) {
    const fanIn = oneShape(inputs).at(-1) ?? 0;
    const start = {
      glorotUniform: { kind: 'glorotUniform', fanIn, fanOut: units },
      heNormal: { kind: 'heNormal', fanIn },
      zeros: { kind: 'zeros' },
    } as const;
    const kernel: WeightSpec = {
      name: 'kernel',
      shape: [fanIn, units],
      init: start[init],
      trainable: true,
      decay: true,
    };
    const bias: WeightSpec = {
      name: 'bias',
      shape: [units],
      init: { kind: 'zeros' },
      trainable: true,
      decay: false,
    };
    return useBias ? [kernel, bias] : [kernel];
  },
  forward({ tf }, inputs, weights, { units, useBias }) {
    const input = oneInput(inputs);
    const kernel = needWeight(weights, 'kernel');
    const rows = input.rank === 2 ? input : tf.reshape(input, [-1, input.shape.at(-1) ?? 0]);
    const product = tf.matMul(rows, kernel);
    const shaped = input.rank === 2 ? product : tf.reshape(product, [...input.shape.slice(0, -1), units]);
    return useBias ? tf.add(shaped, needWeight(weights, 'bias')) : shaped;
  },
  keeps: ({ useBias }) => (useBias ? 2 : 1),
  // MatMul + Add rather than Gemm: MatMul takes any rank, and the fusion pass makes Gemm where it may.
  toOnnx(graph, inputs, weights, { useBias }) {
    const input = oneInput(inputs);
    const kernel = needWeight(weights, 'kernel');
    const weight = graph.constant('float', kernel.shape, kernel.data, 'kernel');
    const product = graph.node('MatMul', [input, weight]);
    if (!useBias) return product;
    const bias = needWeight(weights, 'bias');
    return graph.node('Add', [product, graph.constant('float', bias.shape, bias.data, 'bias')]);
  },
  examples: [
    { inputs: [[5]], params: { units: 3 } },
    { inputs: [[4]], params: { units: 1, useBias: false, init: 'heNormal' } },
    { inputs: [[2, 3, 4]], params: { units: 2 } },
    { inputs: [[3, 2, 1, 2, 3]], params: { units: 2 } },
  ],
};
