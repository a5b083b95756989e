import { z } from 'zod';
import { betaParams, epsilonParam } from './adaptiveMoments';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';
import { runningMean } from './runningMean';

const params = z.strictObject({
  ...betaParams(0.9, 0.999),
  epsilon: epsilonParam(1e-8),
  momentumDecay: z
    .number()
    .min(0)
    .max(1)
    .default(0.004)
    .meta({ label: 'Momentum decay', hint: 'How fast the momentum rises to beta 1 in the first steps.' }),
});

/** Momentum of a step (Dozat 2016): from half of beta 1 up to beta 1. */
const momentumAt = (step: number, beta1: number, momentumDecay: number): number =>
  beta1 * (1 - 0.5 * 0.96 ** (step * momentumDecay));

interface Product {
  beta1: number;
  momentumDecay: number;
  step: number;
  value: number;
}
let latest: Product = { beta1: 0, momentumDecay: 0, step: 0, value: 1 };

/**
 * Product of the momenta of all steps so far. A function of its arguments, so it needs no saved state; the
 * latest is kept because the next step extends it.
 */
function momentumProduct(step: number, beta1: number, momentumDecay: number): number {
  const continues = latest.beta1 === beta1 && latest.momentumDecay === momentumDecay && latest.step <= step;
  let { step: i, value } = continues ? latest : { step: 0, value: 1 };
  while (i < step) value *= momentumAt(++i, beta1, momentumDecay);
  latest = { beta1, momentumDecay, step, value };
  return value;
}

export const nadam: OptimizerDef<z.infer<typeof params>> = {
  type: 'nadam',
  title: 'NAdam',
  summary: 'Adam with Nesterov momentum: a little faster at the start.',
  params,
  slots: ['m', 'v'],
  update(tf, { weight, gradient, slots, learningRate, step }, { beta1, beta2, epsilon, momentumDecay }) {
    const m = runningMean(tf, needSlot(slots, 'm'), gradient, beta1);
    const v = runningMean(tf, needSlot(slots, 'v'), tf.square(gradient), beta2);
    const now = momentumAt(step, beta1, momentumDecay);
    const next = momentumAt(step + 1, beta1, momentumDecay);
    const product = momentumProduct(step, beta1, momentumDecay);
    const correction = Math.sqrt(1 - beta2 ** step);
    const rate = learningRate * correction;
    const mixed = tf.add(
      tf.mul(gradient, (rate * (1 - now)) / (1 - product)),
      tf.mul(m, (rate * next) / (1 - product * next)),
    );
    const change = tf.div(mixed, tf.add(tf.sqrt(v), epsilon * correction));
    return { weight: tf.sub(weight, change), slots: { m, v } };
  },
};
