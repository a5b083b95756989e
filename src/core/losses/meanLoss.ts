/** The number that training lowers: losses of rows, weighted, divided by the number of rows. */
import { missingBelow } from '../grid/fittedGrid';
import type { Ops, Tensor } from '../layers/layerDef';
import type { LossDef } from './lossDef';

export interface LossSettings {
  loss: LossDef;
  params: unknown;
  smoothing?: number;
  /** One number per class, on the device; in mean 1 over the training rows, so that the loss keeps its size. */
  classWeights?: Tensor;
  /**
   * Share of the target's values that are there, over the whole split; the others hold missingMark and count for
   * nothing. Divided by the share of the split, not of the batch: every value weighs the same over an epoch, and
   * the means of parts add up to the mean of the whole.
   */
  present?: number;
}

/** Inside tf.tidy; a scalar. */
export function meanLoss(
  tf: Ops,
  { loss, params, smoothing = 0, classWeights, present }: LossSettings,
  output: Tensor,
  target: Tensor,
): Tensor {
  if (present !== undefined) {
    const there = tf.greater(target, missingBelow);
    const rows = loss.perRow(tf, output, tf.where(there, target, tf.zerosLike(target)), params, smoothing);
    return tf.div(tf.mean(tf.mul(rows, tf.cast(tf.reshape(there, [-1]), 'float32'))), present);
  }
  const rows = loss.perRow(tf, output, target, params, smoothing);
  return tf.mean(classWeights ? tf.mul(rows, tf.gather(classWeights, target)) : rows);
}
