/** Dropout of whole channels: Tompson et al. 2014, https://arxiv.org/abs/1411.4280 */
import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  rate: z
    .number()
    .min(0)
    .max(0.95)
    .default(0.1)
    .meta({ label: 'Rate', hint: 'Share of channels set to zero, everywhere, in each training step.' }),
});

export const spatialDropout: LayerDef<z.infer<typeof params>> = {
  type: 'spatialDropout',
  title: 'Spatial dropout',
  summary: 'Silences whole channels while training, as neighbours would tell what single values were.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights: () => [],
  forward({ tf, training, uniform, shapes }, inputs, _weights, { rate }) {
    const x = oneInput(inputs);
    if (!training || rate === 0) return x;
    const shape = oneShape(shapes);
    const [batch, channels] = [batchOf(x, shape), shape.at(-1) ?? 1];
    const kept = tf.cast(tf.greaterEqual(uniform([batch, 1, channels]), rate), 'float32');
    const table = tf.reshape(x, [batch, sizeOf(shape) / channels, channels]);
    return tf.reshape(tf.mul(table, tf.mul(kept, 1 / (1 - rate))), x.shape);
  },
  keeps: ({ rate }, training) => (training && rate > 0 ? 2 : 0),
  toOnnx: (_graph, inputs) => oneInput(inputs),
  channelwise: () => true,
  examples: [
    { inputs: [[3, 2, 4]], params: { rate: 0.5 } },
    { inputs: [[2, 2, 1, 3, 2]], params: { rate: 0.3 } },
  ],
};
