import { z } from 'zod';
import type { LossDef } from './lossDef';

const params = z.strictObject({});

export const mse: LossDef<z.infer<typeof params>> = {
  type: 'mse',
  title: 'Mean squared error',
  summary: 'Mean of the squared differences: large misses weigh most.',
  value: 'number',
  params,
  outputWidth: () => 1,
  perRow: (tf, output, target) => tf.square(tf.sub(tf.reshape(output, [-1]), tf.reshape(target, [-1]))),
  examples: [
    { output: [[1], [2], [4]], target: [1.5, 2.25, 1], expected: (0.25 + 0.0625 + 9) / 3 },
    { output: [[1e4]], target: [0], expected: 1e8 },
  ],
};
