import type { Ops, Tensor } from '../layers/layerDef';

/** memory * keep + value * (1 - keep). */
export const runningMean = (tf: Ops, memory: Tensor, value: Tensor, keep: number): Tensor =>
  tf.add(tf.mul(memory, keep), tf.mul(value, 1 - keep));
