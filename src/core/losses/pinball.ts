import { z } from 'zod';
import { levelsOfCoverage, standardCoverage } from '../quantiles/levels';
import type { LossDef } from './lossDef';

const params = z.strictObject({
  coverage: z.number().min(0.1).max(0.99).default(standardCoverage).meta({
    label: 'Interval',
    hint: 'Share of the values that the interval is to hold: 0.8 goes from the 10 % to the 90 % quantile.',
  }),
});

/** Outputs [batch, levels × values], level by level, against values [batch, values]. */
export const pinball: LossDef<z.infer<typeof params>> = {
  type: 'pinball',
  title: 'Pinball',
  summary: 'Misses below and above a quantile weighed by its level, so that so many values lie below it.',
  value: 'quantile',
  params,
  outputWidth: () => levelsOfCoverage(standardCoverage).length,
  perRow(tf, output, target, { coverage }) {
    const levels = levelsOfCoverage(coverage);
    const values = target.size / (output.shape[0] ?? 1);
    const misses = tf.sub(
      tf.reshape(target, [-1, 1, values]),
      tf.reshape(output, [-1, levels.length, values]),
    );
    const level = tf.tensor3d(levels, [1, levels.length, 1]);
    const losses = tf.maximum(tf.mul(level, misses), tf.mul(tf.sub(level, 1), misses));
    return tf.reshape(tf.mean(losses, 1), [-1]);
  },
  examples: [
    { output: [[1, 2, 4]], target: [3], expected: (0.1 * 2 + 0.5 * 1 + 0.1 * 1) / 3 },
    { output: [[0, 0, 0]], target: [-2], expected: (0.9 * 2 + 0.5 * 2 + 0.1 * 2) / 3 },
    { output: [[1, 2, 4]], target: [3], params: { coverage: 0.5 }, expected: (0.25 * 2 + 0.5 + 0.25) / 3 },
  ],
};
