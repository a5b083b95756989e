/**
 * A number drawn for each pair of a mean and a logarithm of a variance (Kingma and Welling 2013,
 * https://arxiv.org/abs/1312.6114, the reparameterisation), and what that costs: the Kullback-Leibler divergence from the
 * standard normal distribution, added to the loss. At prediction the mean.
 */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  weight: z
    .number()
    .min(0)
    .max(1e6)
    .default(1)
    .meta({ label: 'Weight', hint: 'Of the divergence, in nats a sample, in the loss.' }),
});

/** Beyond, variances are as good as nothing or of no use. */
const mostLog = 10;

function widthOf(shape: readonly number[]): number {
  const [width = 0] = shape;
  if (shape.length === 1 && width % 2 === 0) return width / 2;
  throw new TetradError({
    code: 'badInput',
    message: `Means and variances come in pairs along one axis, not as [${shape.join(', ')}].`,
    place: 'inputs.0',
  });
}

export const gaussianSample: LayerDef<z.infer<typeof params>> = {
  type: 'gaussianSample',
  title: 'Draw from a normal distribution',
  summary:
    'Draws numbers by their means and variances while training, and keeps these near the standard; the means at prediction.',
  params,
  inferShape: (inputs) => [widthOf(oneShape(inputs))],
  weights: () => [],
  forward({ tf, training, uniform, shapes, addLoss }, inputs, _weights, { weight }) {
    const x = oneInput(inputs);
    const width = widthOf(oneShape(shapes));
    const rows = x.shape[0] ?? 1;
    const mean = tf.slice(x, [0, 0], [rows, width]);
    const log = tf.clipByValue(tf.slice(x, [0, width], [rows, width]), -mostLog, mostLog);
    if (addLoss && weight > 0) {
      const nats = tf.sum(tf.sub(tf.add(tf.square(mean), tf.exp(log)), tf.add(log, 1)), -1);
      addLoss(tf.mul(tf.mean(nats), weight / 2));
    }
    if (!training) return mean;
    // Box and Muller's way from uniform numbers to normal ones; 1 - u is never 0.
    const radius = tf.sqrt(tf.mul(tf.log(tf.sub(1, uniform(mean.shape))), -2));
    const normal = tf.mul(radius, tf.cos(tf.mul(uniform(mean.shape), 2 * Math.PI)));
    return tf.add(mean, tf.mul(normal, tf.exp(tf.mul(log, 0.5))));
  },
  keeps: (_params, training) => (training ? 12 : 2),
  toOnnx(graph, inputs, _weights, _params, shapes) {
    const ints = (value: number) => graph.constant('int64', [1], BigInt64Array.of(BigInt(value)));
    return graph.node('Slice', [oneInput(inputs), ints(0), ints(widthOf(oneShape(shapes))), ints(1)]);
  },
  examples: [
    { inputs: [[6]], params: {} },
    { inputs: [[2]], params: { weight: 0.5 } },
  ],
};
