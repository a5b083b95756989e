import { z } from 'zod';
import type { LossDef } from './lossDef';

const params = z.strictObject({});

/** Outputs [batch, labels] are log-odds, targets [batch, labels] 1 where a row has the label and 0 where it has not. */
export const labelCrossEntropy: LossDef<z.infer<typeof params>> = {
  type: 'labelCrossEntropy',
  title: 'Binary cross-entropy of labels',
  summary: 'Cross-entropy of every label by itself, in the mean over the labels.',
  value: 'labels',
  params,
  outputWidth: (classes) => classes,
  perRow(tf, output, target) {
    const truth = tf.reshape(target, output.shape);
    return tf.mean(tf.sub(tf.softplus(output), tf.mul(truth, output)), -1);
  },
  examples: [
    { output: [[0, 0]], target: [1, 0], expected: Math.LN2 },
    {
      output: [[1.5, -0.7]],
      target: [0, 1],
      expected: (Math.log1p(Math.exp(1.5)) + Math.log1p(Math.exp(0.7))) / 2,
    },
    { output: [[1e4, -1e4]], target: [1, 0], expected: 0 },
  ],
};
