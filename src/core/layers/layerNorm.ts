import { z } from 'zod';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  epsilon: z.number().min(1e-7).max(0.1).default(1e-5).meta({ label: 'Epsilon' }),
});

export const layerNorm: LayerDef<z.infer<typeof params>> = {
  type: 'layerNorm',
  title: 'Layer normalisation',
  summary: 'Centres and scales each row over its last axis; the same in training and prediction.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights(inputs) {
    const shape = [oneShape(inputs).at(-1) ?? 0];
    return [
      { name: 'gamma', shape, init: { kind: 'ones' }, trainable: true, decay: false },
      { name: 'beta', shape, init: { kind: 'zeros' }, trainable: true, decay: false },
    ];
  },
  forward({ tf }, inputs, weights, { epsilon }) {
    const input = oneInput(inputs);
    const centred = tf.sub(input, tf.mean(input, -1, true));
    const variance = tf.mean(tf.square(centred), -1, true);
    const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
    return tf.add(tf.mul(normal, needWeight(weights, 'gamma')), needWeight(weights, 'beta'));
  },
  keeps: () => 5,
  toOnnx(graph, inputs, weights, { epsilon }) {
    const input = oneInput(inputs);
    const gamma = needWeight(weights, 'gamma');
    const beta = needWeight(weights, 'beta');
    const scale = graph.constant('float', gamma.shape, gamma.data, 'gamma');
    const shift = graph.constant('float', beta.shape, beta.data, 'beta');
    return graph.node('LayerNormalization', [input, scale, shift], { axis: -1n, epsilon });
  },
  examples: [
    { inputs: [[6]], params: {} },
    { inputs: [[2, 5]], params: { epsilon: 1e-3 } },
    { inputs: [[2, 2, 1, 3, 5]], params: {} },
  ],
};
