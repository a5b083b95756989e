import { z } from 'zod';
import { classTarget } from './classTarget';
import type { LossDef } from './lossDef';

const params = z.strictObject({});

export const crossEntropy: LossDef<z.infer<typeof params>> = {
  type: 'crossEntropy',
  title: 'Cross-entropy',
  summary: 'Minus the log of the probability given to the true class.',
  value: 'class',
  params,
  outputWidth: (classes) => classes,
  perRow(tf, output, target, _params, smoothing) {
    const truth = classTarget(tf, target, output.shape.at(-1) ?? 1, smoothing);
    return tf.neg(tf.sum(tf.mul(truth, tf.logSoftmax(output)), -1));
  },
  examples: [
    { output: [[0, 0, 0]], target: [1], expected: Math.log(3) },
    {
      output: [
        [2, -1, 0.5],
        [0.3, 1.2, -2],
      ],
      target: [0, 2],
      expected:
        (Math.log(Math.exp(2) + Math.exp(-1) + Math.exp(0.5)) -
          2 +
          (Math.log(Math.exp(0.3) + Math.exp(1.2) + Math.exp(-2)) + 2)) /
        2,
    },
    { output: [[1e4, -1e4]], target: [0], expected: 0 },
    { output: [[1e4, -1e4]], target: [1], expected: 2e4 },
    {
      output: [[2, -1, 0.5]],
      target: [0],
      smoothing: 0.3,
      expected: Math.log(Math.exp(2) + Math.exp(-1) + Math.exp(0.5)) - (0.8 * 2 + 0.1 * (-1 + 0.5)),
    },
  ],
};
