import type { Ops, Tensor } from '../layers/layerDef';

/**
 * Rows of class shares [batch, width] from class indices: one-hot, and with smoothing a share spread evenly.
 * One-hot rather than gather: gather's gradient needs scatter, which is missing or atomic on some backends.
 */
export function classTarget(tf: Ops, target: Tensor, width: number, smoothing: number): Tensor {
  const codes = tf.cast(tf.reshape(target, [-1]), 'int32');
  const exact = tf.cast(tf.oneHot(codes, width), 'float32');
  return smoothing > 0 ? tf.add(tf.mul(exact, 1 - smoothing), smoothing / width) : exact;
}
