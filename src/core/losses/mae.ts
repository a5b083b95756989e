import { z } from 'zod';
import type { LossDef } from './lossDef';

const params = z.strictObject({});

export const mae: LossDef<z.infer<typeof params>> = {
  type: 'mae',
  title: 'Mean absolute error',
  summary: 'Mean of the absolute differences: aims at the median, forgives outliers.',
  value: 'number',
  params,
  outputWidth: () => 1,
  perRow: (tf, output, target) => tf.abs(tf.sub(tf.reshape(output, [-1]), tf.reshape(target, [-1]))),
  examples: [
    { output: [[1], [2], [4]], target: [1.5, 2.25, 1], expected: 3.75 / 3 },
    { output: [[-1e4]], target: [0], expected: 1e4 },
  ],
};
