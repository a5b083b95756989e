import { z } from 'zod';
import { epsilonParam } from './adaptiveMoments';
import { momentumParam } from './momentum';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';
import { runningMean } from './runningMean';

const params = z.strictObject({
  alpha: z
    .number()
    .min(0)
    .max(0.999999)
    .default(0.99)
    .meta({ label: 'Alpha', hint: 'Memory of the mean of the squared gradients.' }),
  epsilon: epsilonParam(1e-8),
  momentum: momentumParam(0),
  centered: z.boolean().default(false).meta({
    label: 'Centred',
    hint: 'Divides by the deviation of the gradients rather than by their size.',
  }),
});

export const rmsprop: OptimizerDef<z.infer<typeof params>> = {
  type: 'rmsprop',
  title: 'RMSProp',
  summary: 'Divides each step by the recent size of its gradient; often used for recurrent networks.',
  params,
  slots: ['square', 'mean', 'velocity'],
  needs: (slot, { momentum, centered }) => (slot === 'mean' ? centered : slot !== 'velocity' || momentum > 0),
  update(tf, { weight, gradient, slots, learningRate }, { alpha, epsilon, momentum, centered }) {
    const square = runningMean(tf, needSlot(slots, 'square'), tf.square(gradient), alpha);
    const mean = centered ? runningMean(tf, needSlot(slots, 'mean'), gradient, alpha) : undefined;
    // Rounding may leave a variance of nothing a little below zero.
    const spread = mean ? tf.maximum(tf.sub(square, tf.square(mean)), 0) : square;
    const scaled = tf.div(gradient, tf.add(tf.sqrt(spread), epsilon));
    const velocity = momentum > 0 ? tf.add(tf.mul(needSlot(slots, 'velocity'), momentum), scaled) : undefined;
    return {
      weight: tf.sub(weight, tf.mul(velocity ?? scaled, learningRate)),
      slots: { square, ...(mean ? { mean } : {}), ...(velocity ? { velocity } : {}) },
    };
  },
};
