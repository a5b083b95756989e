import { z } from 'zod';
import { classTarget } from './classTarget';
import type { LossDef } from './lossDef';

const params = z.strictObject({
  gamma: z
    .number()
    .min(0)
    .max(10)
    .default(2)
    .meta({ label: 'Gamma', hint: 'How much rows that are already right are ignored; 0 is cross-entropy.' }),
});

/** Keeps the slope of a power below 1 finite where a class is certain. */
const leastDoubt = 1e-6;

/** (1 - p)^gamma times the cross-entropy (Lin et al. 2017). */
export const focal: LossDef<z.infer<typeof params>> = {
  type: 'focal',
  title: 'Focal',
  summary: 'Cross-entropy that turns to the rows that are still wrong: for rare classes.',
  value: 'class',
  params,
  outputWidth: (classes) => classes,
  perRow(tf, output, target, { gamma }, smoothing) {
    const truth = classTarget(tf, target, output.shape.at(-1) ?? 1, smoothing);
    const logs = tf.logSoftmax(output);
    const doubt = tf.maximum(tf.sub(1, tf.exp(logs)), leastDoubt);
    return tf.neg(tf.sum(tf.mul(tf.mul(truth, tf.pow(doubt, tf.scalar(gamma))), logs), -1));
  },
  examples: [
    { output: [[0, 0]], target: [1], expected: 0.25 * Math.LN2 },
    { output: [[0, 0, 0]], target: [1], params: { gamma: 0 }, expected: Math.log(3) },
    { output: [[Math.log(3), 0]], target: [1], params: { gamma: 1 }, expected: 0.75 * Math.log(4) },
    { output: [[1e4, -1e4]], target: [0], expected: 0 },
    { output: [[1e4, -1e4]], target: [1], expected: 2e4 },
  ],
};
