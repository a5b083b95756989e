import type { Value } from '../expression/functions';
import type { Ops, Tensor } from '../layers/layerDef';

/** What a program gave as one number per row, also where its conditions left nothing but a constant. */
export function perRowResult(tf: Ops, output: Tensor, result: Value | undefined): Tensor {
  if (typeof result === 'object') return tf.reshape(result, [-1]);
  return tf.add(tf.mul(tf.sum(output, -1), 0), result ?? 0);
}
