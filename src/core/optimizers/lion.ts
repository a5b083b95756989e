import { z } from 'zod';
import { betaParams } from './adaptiveMoments';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';
import { runningMean } from './runningMean';
import { decayed, weightDecayParam } from './weightDecay';

const params = z.strictObject({ ...betaParams(0.9, 0.99), weightDecay: weightDecayParam(0.2) });

/** Chen et al. 2023. */
export const lion: OptimizerDef<z.infer<typeof params>> = {
  type: 'lion',
  title: 'Lion',
  summary: 'Steps of one size along the sign of the momentum; use a third to a tenth of Adam’s rate.',
  params,
  slots: ['m'],
  update(tf, input, { beta1, beta2, weightDecay }) {
    const before = needSlot(input.slots, 'm');
    const direction = tf.sign(runningMean(tf, before, input.gradient, beta1));
    const weight = tf.sub(decayed(tf, input, weightDecay), tf.mul(direction, input.learningRate));
    return { weight, slots: { m: runningMean(tf, before, input.gradient, beta2) } };
  },
};
