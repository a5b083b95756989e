import { z } from 'zod';
import { betaParams, epsilonParam } from './adaptiveMoments';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';
import { runningMean } from './runningMean';

const params = z.strictObject({ ...betaParams(0.9, 0.999), epsilon: epsilonParam(1e-8) });

export const adamax: OptimizerDef<z.infer<typeof params>> = {
  type: 'adamax',
  title: 'Adamax',
  summary: 'Adam that divides by the largest recent gradient: calm where gradients come in bursts.',
  params,
  slots: ['m', 'largest'],
  update(tf, { weight, gradient, slots, learningRate, step }, { beta1, beta2, epsilon }) {
    const m = runningMean(tf, needSlot(slots, 'm'), gradient, beta1);
    const largest = tf.maximum(tf.mul(needSlot(slots, 'largest'), beta2), tf.add(tf.abs(gradient), epsilon));
    const change = tf.mul(tf.div(m, largest), learningRate / (1 - beta1 ** step));
    return { weight: tf.sub(weight, change), slots: { m, largest } };
  },
};
