/** The step that Adam and AdamW share (Kingma & Ba 2015), with its bias corrections in float64. */
import { z } from 'zod';
import type { Tensor } from '../layers/layerDef';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';
import { runningMean } from './runningMean';

export const betaParams = (beta1: number, beta2: number) => ({
  beta1: z
    .number()
    .min(0)
    .max(0.99999)
    .default(beta1)
    .meta({ label: 'Beta 1', hint: 'Memory of the mean of the gradients.' }),
  beta2: z
    .number()
    .min(0)
    .max(0.999999)
    .default(beta2)
    .meta({ label: 'Beta 2', hint: 'Memory of the mean of their squares.' }),
});

export const epsilonParam = (standard: number) =>
  z
    .number()
    .min(1e-12)
    .max(1)
    .default(standard)
    .meta({ label: 'Epsilon', hint: 'Keeps the division finite.' });

export const momentParams = {
  ...betaParams(0.9, 0.999),
  epsilon: epsilonParam(1e-8),
  amsgrad: z.boolean().default(false).meta({
    label: 'AMSGrad',
    hint: 'Divides by the largest mean of squares so far: steps never grow again.',
  }),
};

interface Moments {
  beta1: number;
  beta2: number;
  epsilon: number;
  amsgrad?: boolean;
}

export const momentSlots = {
  slots: ['m', 'v', 'vMax'],
  needs: (slot: string, { amsgrad }: Moments): boolean => slot !== 'vMax' || amsgrad === true,
};

/** The change to subtract from the weight, and the new moments. */
export function momentStep(
  tf: Parameters<OptimizerDef['update']>[0],
  { gradient, slots, learningRate, step }: Parameters<OptimizerDef['update']>[1],
  { beta1, beta2, epsilon, amsgrad }: Moments,
): { change: Tensor; slots: Record<string, Tensor> } {
  const m = runningMean(tf, needSlot(slots, 'm'), gradient, beta1);
  const v = runningMean(tf, needSlot(slots, 'v'), tf.square(gradient), beta2);
  const vMax = amsgrad ? tf.maximum(needSlot(slots, 'vMax'), v) : undefined;
  // lr * (m / c1) / (sqrt(v / c2) + epsilon), with the corrections moved into two host scalars.
  const correction = Math.sqrt(1 - beta2 ** step);
  const rate = (learningRate * correction) / (1 - beta1 ** step);
  const change = tf.mul(tf.div(m, tf.add(tf.sqrt(vMax ?? v), epsilon * correction)), rate);
  return { change, slots: vMax ? { m, v, vMax } : { m, v } };
}
