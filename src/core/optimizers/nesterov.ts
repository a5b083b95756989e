import { z } from 'zod';
import { momentumParam } from './momentum';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';

const params = z.strictObject({ momentum: momentumParam(0.9) });

export const nesterov: OptimizerDef<z.infer<typeof params>> = {
  type: 'nesterov',
  title: 'Nesterov momentum',
  summary: 'Momentum that looks one step ahead: brakes earlier before a slope turns.',
  params,
  slots: ['velocity'],
  update(tf, { weight, gradient, slots, learningRate }, { momentum }) {
    const velocity = tf.add(tf.mul(needSlot(slots, 'velocity'), momentum), gradient);
    const ahead = tf.add(gradient, tf.mul(velocity, momentum));
    return { weight: tf.sub(weight, tf.mul(ahead, learningRate)), slots: { velocity } };
  },
};
