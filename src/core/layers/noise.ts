import { z } from 'zod';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  deviation: z
    .number()
    .min(0)
    .max(10)
    .default(0.1)
    .meta({ label: 'Deviation', hint: 'Of what is added to each value in each training step.' }),
});

export const noise: LayerDef<z.infer<typeof params>> = {
  type: 'noise',
  title: 'Noise',
  summary: 'Adds random numbers from a normal distribution while training; nothing at prediction.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights: () => [],
  forward({ tf, training, uniform }, inputs, _weights, { deviation }) {
    const x = oneInput(inputs);
    if (!training || deviation === 0) return x;
    // Box and Muller's way from uniform numbers to normal ones; 1 - u is never 0.
    const radius = tf.sqrt(tf.mul(tf.log(tf.sub(1, uniform(x.shape))), -2));
    const normal = tf.mul(radius, tf.cos(tf.mul(uniform(x.shape), 2 * Math.PI)));
    return tf.add(x, tf.mul(normal, deviation));
  },
  keeps: ({ deviation }, training) => (training && deviation > 0 ? 6 : 0),
  toOnnx: (_graph, inputs) => oneInput(inputs),
  channelwise: () => true,
  examples: [
    { inputs: [[6]], params: { deviation: 0.5 } },
    { inputs: [[2, 2, 1, 3, 2]], params: {} },
  ],
};
