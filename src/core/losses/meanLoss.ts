/** The number that training lowers: losses of rows, weighted, divided by the number of rows. */
import type { Ops, Tensor } from '../layers/layerDef';
import type { LossDef } from './lossDef';

export interface LossSettings {
  loss: LossDef;
  params: unknown;
  smoothing?: number;
  /** One number per class, on the device; in mean 1 over the training rows, so that the loss keeps its size. */
  classWeights?: Tensor;
}

/** Inside tf.tidy; a scalar. */
export function meanLoss(
  tf: Ops,
  { loss, params, smoothing = 0, classWeights }: LossSettings,
  output: Tensor,
  target: Tensor,
): Tensor {
  const rows = loss.perRow(tf, output, target, params, smoothing);
  return tf.mean(classWeights ? tf.mul(rows, tf.gather(classWeights, target)) : rows);
}
