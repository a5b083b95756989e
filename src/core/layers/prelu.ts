/** Parametric ReLU: He et al. 2015, https://arxiv.org/abs/1502.01852 */
import { z } from 'zod';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({});

export const prelu: LayerDef<z.infer<typeof params>> = {
  type: 'prelu',
  title: 'Parametric ReLU',
  summary: 'Keeps what is above zero; below, each channel has a slope that is learnt.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights: (inputs) => [
    {
      name: 'slope',
      shape: [oneShape(inputs).at(-1) ?? 1],
      init: { kind: 'zeros' },
      trainable: true,
      decay: false,
    },
  ],
  forward({ tf }, inputs, weights) {
    const x = oneInput(inputs);
    return tf.sub(tf.relu(x), tf.mul(tf.relu(tf.neg(x)), needWeight(weights, 'slope')));
  },
  keeps: () => 5,
  toOnnx(graph, inputs, weights) {
    const { shape, data } = needWeight(weights, 'slope');
    return graph.node('PRelu', [oneInput(inputs), graph.constant('float', shape, data, 'slope')]);
  },
  channelwise: () => true,
  examples: [
    { inputs: [[5]], params: {} },
    { inputs: [[2, 2, 1, 3, 2]], params: {} },
  ],
};
