import type { Ops, Tensor } from '#/core/layers/layerDef';
import type { TrainConfig } from '#/core/protocol/train';

/** Keeps a division by a norm of zero finite, as PyTorch has it. */
const least = 1e-6;

/** Inside tf.tidy: each value first, then the length of all together. Stays on the device. */
export function clipGradients(
  tf: Ops,
  gradients: Tensor[],
  { clipValue, clipNorm }: Pick<TrainConfig, 'clipValue' | 'clipNorm'>,
): Tensor[] {
  const kept =
    clipValue > 0
      ? gradients.map((gradient) => tf.maximum(tf.minimum(gradient, clipValue), -clipValue))
      : gradients;
  if (clipNorm === 0) return kept;
  const norm = tf.sqrt(tf.addN(kept.map((gradient) => tf.sum(tf.square(gradient)))));
  const share = tf.minimum(tf.div(clipNorm, tf.add(norm, least)), 1);
  return kept.map((gradient) => tf.mul(gradient, share));
}
