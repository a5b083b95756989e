/** Decoupled decay (Loshchilov & Hutter 2019): learningRate * weightDecay * weight, on kernels only. */
import { z } from 'zod';
import type { Ops, Tensor } from '../layers/layerDef';
import type { OptimizerDef } from './optimizerDef';

export const weightDecayParam = (standard: number) =>
  z
    .number()
    .min(0)
    .max(10)
    .default(standard)
    .meta({ label: 'Weight decay', hint: 'Shrinks kernels a little each step, against overfitting.' });

export function decayed(
  tf: Ops,
  { weight, learningRate, decay }: { weight: Tensor; learningRate: number; decay: boolean },
  weightDecay: number,
): Tensor {
  return decay && weightDecay > 0 ? tf.mul(weight, 1 - learningRate * weightDecay) : weight;
}

/** The optimiser with decay in front of each step, whatever it does itself. */
export function withWeightDecay(optimizer: OptimizerDef, weightDecay: number): OptimizerDef {
  if (weightDecay === 0) return optimizer;
  return {
    ...optimizer,
    update: (tf, input, params) =>
      optimizer.update(tf, { ...input, weight: decayed(tf, input, weightDecay) }, params),
  };
}
