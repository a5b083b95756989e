import { z } from 'zod';
import type { LossDef } from './lossDef';

const params = z.strictObject({});

const share = (odds: number) => 1 / (1 + Math.exp(-odds));

export const pixelMse: LossDef<z.infer<typeof params>> = {
  type: 'pixelMse',
  title: 'Squared error of pixels',
  summary: 'Mean of the squared differences over all pixels, whose shades are shares of white.',
  value: 'pixels',
  params,
  outputWidth: () => 1,
  perRow(tf, output, target) {
    const rows = target.shape[0] ?? 1;
    const made = tf.sigmoid(tf.reshape(output, [rows, -1]));
    return tf.mean(tf.squaredDifference(made, tf.reshape(target, [rows, -1])), -1);
  },
  examples: [
    { output: [[0], [2]], target: [1, 0.5], expected: (0.25 + (share(2) - 0.5) ** 2) / 2 },
    { output: [[1e4]], target: [0], expected: 1 },
  ],
};
