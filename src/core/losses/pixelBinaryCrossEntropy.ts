import { z } from 'zod';
import type { LossDef } from './lossDef';

const params = z.strictObject({});

export const pixelBinaryCrossEntropy: LossDef<z.infer<typeof params>> = {
  type: 'pixelBinaryCrossEntropy',
  title: 'Binary cross-entropy of pixels',
  summary:
    'Each shade as a share of white, and how far the answer is from it, in nats; the mean over pixels. Lowest where both are equal.',
  value: 'pixels',
  params,
  outputWidth: () => 1,
  perRow(tf, output, target) {
    const rows = target.shape[0] ?? 1;
    const [odds, shade] = [tf.reshape(output, [rows, -1]), tf.reshape(target, [rows, -1])];
    return tf.mean(tf.sub(tf.softplus(odds), tf.mul(shade, odds)), -1);
  },
  examples: [
    { output: [[0], [0]], target: [0, 1], expected: Math.LN2 },
    {
      output: [[1.5], [-0.5]],
      target: [0.25, 0.75],
      expected: (Math.log1p(Math.exp(1.5)) - 0.375 + Math.log1p(Math.exp(-0.5)) + 0.375) / 2,
    },
    { output: [[1e4]], target: [0], expected: 1e4 },
  ],
};
