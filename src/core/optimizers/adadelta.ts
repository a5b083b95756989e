import { z } from 'zod';
import { epsilonParam } from './adaptiveMoments';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';
import { runningMean } from './runningMean';

const params = z.strictObject({
  rho: z
    .number()
    .min(0)
    .max(0.999999)
    .default(0.9)
    .meta({ label: 'Rho', hint: 'Memory of the squared gradients and of the squared steps.' }),
  epsilon: epsilonParam(1e-6),
});

export const adadelta: OptimizerDef<z.infer<typeof params>> = {
  type: 'adadelta',
  title: 'Adadelta',
  summary: 'Finds its step sizes from its own past steps; use a learning rate near 1.',
  params,
  slots: ['square', 'change'],
  update(tf, { weight, gradient, slots, learningRate }, { rho, epsilon }) {
    const before = needSlot(slots, 'change');
    const square = runningMean(tf, needSlot(slots, 'square'), tf.square(gradient), rho);
    const scale = tf.div(tf.sqrt(tf.add(before, epsilon)), tf.sqrt(tf.add(square, epsilon)));
    const step = tf.mul(scale, gradient);
    const change = runningMean(tf, before, tf.square(step), rho);
    return { weight: tf.sub(weight, tf.mul(step, learningRate)), slots: { square, change } };
  },
};
