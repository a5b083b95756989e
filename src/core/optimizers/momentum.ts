import { z } from 'zod';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';

export const momentumParam = (standard: number) =>
  z
    .number()
    .min(0)
    .max(0.9999)
    .default(standard)
    .meta({ label: 'Momentum', hint: 'Share of the velocity that survives a step.' });

const params = z.strictObject({ momentum: momentumParam(0.9) });

export const momentum: OptimizerDef<z.infer<typeof params>> = {
  type: 'momentum',
  title: 'SGD with momentum',
  summary: 'Gradient descent with a velocity: faster through long valleys.',
  params,
  slots: ['velocity'],
  update(tf, { weight, gradient, slots, learningRate }, settings) {
    const velocity = tf.add(tf.mul(needSlot(slots, 'velocity'), settings.momentum), gradient);
    return { weight: tf.sub(weight, tf.mul(velocity, learningRate)), slots: { velocity } };
  },
};
