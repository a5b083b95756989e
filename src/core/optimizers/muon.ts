/**
 * Muon (Jordan et al. 2024): the momentum of a kernel, taken as a matrix [everything else, outputs], is
 * replaced by the nearest orthogonal matrix, found by five Newton-Schulz steps. Every direction of the matrix
 * then moves alike. The change is scaled by 0.2 sqrt(longer side), so that it is as large as AdamW's usual
 * one (Liu et al. 2025) and one learning rate serves both: what is no matrix (biases, norms) gets AdamW.
 */
import { z } from 'zod';
import type { Ops, Tensor } from '../layers/layerDef';
import { betaParams, epsilonParam, momentStep } from './adaptiveMoments';
import { momentumParam } from './momentum';
import { needSlot } from './needSlot';
import type { OptimizerDef } from './optimizerDef';
import { runningMean } from './runningMean';
import { decayed, weightDecayParam } from './weightDecay';

const params = z.strictObject({
  momentum: momentumParam(0.95),
  weightDecay: weightDecayParam(0.2),
  ...betaParams(0.9, 0.95),
  epsilon: epsilonParam(1e-8),
});

/** Of the odd quintic whose iteration drives every singular value to about 1. */
const [a, b, c] = [3.4445, -4.775, 2.0315] as const;
const iterations = 5;

export const muon: OptimizerDef<z.infer<typeof params>> = {
  type: 'muon',
  title: 'Muon',
  summary: 'Turns the momentum of each kernel into an orthogonal matrix; AdamW for biases and norms.',
  params,
  slots: ['m', 'v'],
  alone: ({ shape, decay }) => decay && shape.length >= 2,
  update(tf, input, settings) {
    const kept = decayed(tf, input, settings.weightDecay);
    if (!input.shape) {
      const { change, slots } = momentStep(tf, input, settings);
      return { weight: tf.sub(kept, change), slots };
    }
    const m = runningMean(tf, needSlot(input.slots, 'm'), input.gradient, settings.momentum);
    const ahead = runningMean(tf, m, input.gradient, settings.momentum);
    const columns = input.shape.at(-1) ?? 1;
    const matrix: Tensor = tf.reshape(ahead, [-1, columns]);
    const longer = Math.max(...matrix.shape);
    const change = tf.mul(
      tf.reshape(orthogonalized(tf, matrix), input.weight.shape),
      0.2 * Math.sqrt(longer) * input.learningRate,
    );
    // Its second moment stays at zero: the slot exists for the weights that get AdamW.
    return { weight: tf.sub(kept, change), slots: { m, v: tf.clone(needSlot(input.slots, 'v')) } };
  },
};

function orthogonalized(tf: Ops, matrix: Tensor): Tensor {
  const [rows = 1, columns = 1] = matrix.shape;
  const tall = rows > columns;
  let x: Tensor = tall ? tf.transpose(matrix) : matrix;
  x = tf.div(x, tf.add(tf.sqrt(tf.sum(tf.square(x))), 1e-7));
  for (let i = 0; i < iterations; i++) {
    const gram = tf.matMul(x, x, false, true);
    const polynomial = tf.add(tf.mul(gram, b), tf.mul(tf.matMul(gram, gram), c));
    x = tf.add(tf.mul(x, a), tf.matMul(polynomial, x));
  }
  return tall ? tf.transpose(x) : x;
}
