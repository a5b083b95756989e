import { z } from 'zod';
import type { LossDef } from './lossDef';

const params = z.strictObject({
  delta: z.number().gt(0).max(1000).default(1).meta({
    label: 'Delta',
    hint: 'Where squares turn into lines, in standard deviations of the target.',
  }),
});

export const huber: LossDef<z.infer<typeof params>> = {
  type: 'huber',
  title: 'Huber',
  summary: 'Squared for small misses, absolute for large ones: steady when the target has outliers.',
  value: 'number',
  params,
  outputWidth: () => 1,
  perRow(tf, output, target, { delta }) {
    const miss = tf.abs(tf.sub(tf.reshape(output, [-1]), tf.reshape(target, [-1])));
    const near = tf.minimum(miss, delta);
    return tf.add(tf.mul(tf.square(near), 0.5), tf.mul(tf.sub(miss, near), delta));
  },
  examples: [
    { output: [[1], [2], [4]], target: [1.5, 2.25, 1], expected: (0.125 + 0.03125 + 2.5) / 3 },
    { output: [[1e4]], target: [0], expected: 1e4 - 0.5 },
    { output: [[1], [4]], target: [0.8, 1], params: { delta: 0.5 }, expected: (0.02 + 0.125 + 1.25) / 2 },
  ],
};
