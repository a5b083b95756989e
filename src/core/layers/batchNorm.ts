import { z } from 'zod';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  momentum: z
    .number()
    .min(0)
    .max(0.9999)
    .default(0.9)
    .meta({ label: 'Momentum', hint: 'Share of the moving averages that survives a step.' }),
  epsilon: z.number().min(1e-7).max(0.1).default(1e-5).meta({ label: 'Epsilon' }),
});

export const batchNorm: LayerDef<z.infer<typeof params>> = {
  type: 'batchNorm',
  title: 'Batch normalisation',
  summary: 'Centres and scales each channel over the batch; predicts with moving averages.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights(inputs) {
    const shape = [oneShape(inputs).at(-1) ?? 0];
    return [
      { name: 'gamma', shape, init: { kind: 'ones' }, trainable: true, decay: false },
      { name: 'beta', shape, init: { kind: 'zeros' }, trainable: true, decay: false },
      { name: 'movingMean', shape, init: { kind: 'zeros' }, trainable: false, decay: false },
      { name: 'movingVariance', shape, init: { kind: 'ones' }, trainable: false, decay: false },
    ];
  },
  forward({ tf, training, updateState }, inputs, weights, { momentum, epsilon }) {
    const input = oneInput(inputs);
    const gamma = needWeight(weights, 'gamma');
    const beta = needWeight(weights, 'beta');
    const movingMean = needWeight(weights, 'movingMean');
    const movingVariance = needWeight(weights, 'movingVariance');
    if (!training) {
      const scale = tf.mul(gamma, tf.rsqrt(tf.add(movingVariance, epsilon)));
      return tf.add(tf.mul(tf.sub(input, movingMean), scale), beta);
    }
    // As a matrix: reductions over many axes transpose first, and only few ranks have kernels everywhere.
    const rows = tf.reshape(input, [-1, input.shape.at(-1) ?? 1]);
    const mean = tf.mean(rows, 0);
    const centred = tf.sub(rows, mean);
    const variance = tf.mean(tf.square(centred), 0);
    updateState('movingMean', tf.add(tf.mul(movingMean, momentum), tf.mul(mean, 1 - momentum)));
    updateState('movingVariance', tf.add(tf.mul(movingVariance, momentum), tf.mul(variance, 1 - momentum)));
    const normal = tf.add(tf.mul(centred, tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)))), beta);
    return tf.reshape(normal, input.shape);
  },
  keeps: () => 4,
  // ONNX's BatchNormalization wants channels first. The same with channels last is one Mul and one Add
  // of constants folded here in float64.
  toOnnx(graph, inputs, weights, { epsilon }) {
    const input = oneInput(inputs);
    const gamma = needWeight(weights, 'gamma');
    const beta = needWeight(weights, 'beta');
    const movingMean = needWeight(weights, 'movingMean');
    const movingVariance = needWeight(weights, 'movingVariance');
    const scale = gamma.data.map((g, i) => g / Math.sqrt((movingVariance.data[i] ?? 0) + epsilon));
    const shift = beta.data.map((b, i) => {
      const exactScale = (gamma.data[i] ?? 0) / Math.sqrt((movingVariance.data[i] ?? 0) + epsilon);
      return b - (movingMean.data[i] ?? 0) * exactScale;
    });
    const scaled = graph.node('Mul', [input, graph.constant('float', gamma.shape, scale, 'scale')]);
    return graph.node('Add', [scaled, graph.constant('float', beta.shape, shift, 'shift')]);
  },
  folded: true,
  channelwise: () => true,
  examples: [
    { inputs: [[5]], params: {} },
    { inputs: [[2, 3, 4]], params: { momentum: 0.5, epsilon: 1e-3 } },
    { inputs: [[3, 2, 2, 1, 2]], params: {} },
  ],
};
