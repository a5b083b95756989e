import { z } from 'zod';
import { epsilonParam } from './adaptiveMoments';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';

const params = z.strictObject({
  rateDecay: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({ label: 'Rate decay', hint: 'Divides the learning rate by 1 + this × steps done.' }),
  epsilon: epsilonParam(1e-10),
});

export const adagrad: OptimizerDef<z.infer<typeof params>> = {
  type: 'adagrad',
  title: 'Adagrad',
  summary: 'Divides by all squared gradients so far: for rare features; steps only ever shrink.',
  params,
  slots: ['sum'],
  update(tf, { weight, gradient, slots, learningRate, step }, { rateDecay, epsilon }) {
    const sum = tf.add(needSlot(slots, 'sum'), tf.square(gradient));
    const rate = learningRate / (1 + (step - 1) * rateDecay);
    const change = tf.mul(tf.div(gradient, tf.add(tf.sqrt(sum), epsilon)), rate);
    return { weight: tf.sub(weight, change), slots: { sum } };
  },
};
