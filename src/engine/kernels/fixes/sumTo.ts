import type { Ops, Tensor } from '#/core/layers/layerDef';

/** Sums over what was broadcast from `shape`. */
export function sumTo(tf: Ops, x: Tensor, shape: readonly number[]): Tensor {
  const lead = x.rank - shape.length;
  const axes = x.shape.flatMap((n, i) => (i < lead || (shape[i - lead] === 1 && n !== 1) ? [i] : []));
  return tf.reshape(axes.length > 0 ? tf.sum(x, axes) : x, [...shape]);
}
