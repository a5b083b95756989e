import { z } from 'zod';
import type { LayerDef } from './layerDef';
import { oneInput } from './oneInput';

const params = z.strictObject({
  rate: z
    .number()
    .min(0)
    .max(0.95)
    .default(0.2)
    .meta({ label: 'Rate', hint: 'Share of values set to zero in each training step.' }),
});

export const dropout: LayerDef<z.infer<typeof params>> = {
  type: 'dropout',
  title: 'Dropout',
  summary: 'Silences random values while training, against overfitting; nothing at prediction.',
  params,
  inferShape: (inputs) => [...oneInput(inputs)],
  weights: () => [],
  forward({ tf, training, uniform }, inputs, _weights, { rate }) {
    const input = oneInput(inputs);
    if (!training || rate === 0) return input;
    const kept = tf.cast(tf.greaterEqual(uniform(input.shape), rate), 'float32');
    return tf.mul(input, tf.mul(kept, 1 / (1 - rate)));
  },
  keeps: ({ rate }, training) => (training && rate > 0 ? 4 : 0),
  toOnnx: (_graph, inputs) => oneInput(inputs),
  channelwise: () => true,
  examples: [
    { inputs: [[6]], params: { rate: 0.5 } },
    { inputs: [[3, 4]], params: { rate: 0 } },
    { inputs: [[2, 2, 1, 3, 2]], params: { rate: 0.3 } },
  ],
};
