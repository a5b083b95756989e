import { z } from 'zod';
import type { LossDef } from './lossDef';

const params = z.strictObject({});

export const binaryCrossEntropy: LossDef<z.infer<typeof params>> = {
  type: 'binaryCrossEntropy',
  title: 'Binary cross-entropy',
  summary: 'Cross-entropy for two classes from one output: the log-odds of the second label.',
  value: 'class',
  labels: 2,
  params,
  outputWidth: () => 1,
  perRow(tf, output, target, _params, smoothing) {
    const logit = tf.reshape(output, [-1]);
    const label = tf.cast(tf.reshape(target, [-1]), 'float32');
    const truth = smoothing > 0 ? tf.add(tf.mul(label, 1 - smoothing), smoothing / 2) : label;
    return tf.sub(tf.softplus(logit), tf.mul(truth, logit));
  },
  examples: [
    { output: [[0], [0]], target: [0, 1], expected: Math.LN2 },
    {
      output: [[1.5], [-0.7]],
      target: [0, 1],
      expected: (Math.log1p(Math.exp(1.5)) + Math.log1p(Math.exp(0.7))) / 2,
    },
    { output: [[1e4]], target: [1], expected: 0 },
    { output: [[-1e4]], target: [1], expected: 1e4 },
    { output: [[1.5]], target: [1], smoothing: 0.2, expected: Math.log1p(Math.exp(1.5)) - 0.9 * 1.5 },
  ],
};
