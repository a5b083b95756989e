/** Root mean square layer normalisation: Zhang and Sennrich 2019, https://arxiv.org/abs/1910.07467 */
import { z } from 'zod';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  epsilon: z.number().min(1e-7).max(0.1).default(1e-5).meta({ label: 'Epsilon' }),
});

export const rmsNorm: LayerDef<z.infer<typeof params>> = {
  type: 'rmsNorm',
  title: 'RMS normalisation',
  summary:
    'Scales each row to a mean square of one over its last axis: layer normalisation without the mean.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights: (inputs) => [
    {
      name: 'gamma',
      shape: [oneShape(inputs).at(-1) ?? 0],
      init: { kind: 'ones' },
      trainable: true,
      decay: false,
    },
  ],
  forward({ tf }, inputs, weights, { epsilon }) {
    const input = oneInput(inputs);
    const square = tf.mean(tf.square(input), -1, true);
    return tf.mul(tf.mul(input, tf.rsqrt(tf.add(square, epsilon))), needWeight(weights, 'gamma'));
  },
  keeps: () => 4,
  toOnnx(graph, inputs, weights, { epsilon }) {
    const input = oneInput(inputs);
    const gamma = needWeight(weights, 'gamma');
    const square = graph.node('ReduceMean', [graph.node('Mul', [input, input])], {
      axes: [-1n],
      keepdims: 1n,
    });
    const small = graph.constant('float', [], Float32Array.of(epsilon), 'epsilon');
    const root = graph.node('Sqrt', [graph.node('Add', [square, small])]);
    const scale = graph.constant('float', gamma.shape, gamma.data, 'gamma');
    return graph.node('Mul', [graph.node('Div', [input, root]), scale]);
  },
  examples: [
    { inputs: [[6]], params: {} },
    { inputs: [[2, 5]], params: { epsilon: 1e-3 } },
    { inputs: [[2, 2, 1, 3, 5]], params: {} },
  ],
};
