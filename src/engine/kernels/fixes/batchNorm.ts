/** Batch normalisation of rank 5. tfjs-webgpu: does not compile; tfjs-core: the gradient is written for rank 4. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import type { Fix, FixCall } from './fix';
import { sumTo } from './sumTo';

type Names = 'x' | 'mean' | 'variance' | 'scale' | 'offset';
type Inputs = Partial<Record<Names, TensorInfo>>;

/** Two axes of the middle taken as one: what is normalised are the channels, or every value for itself. */
const shallow = ({ shape: [a = 1, b = 1, c = 1, d = 1, e = 1], ...tensor }: TensorInfo): TensorInfo => ({
  ...tensor,
  shape: [a, b, c * d, e],
});

export const batchNorm: Fix = {
  FusedBatchNorm({ inputs, original }: FixCall<Inputs>) {
    const { x } = inputs;
    if (x?.shape.length !== 5) return original();
    const flat = Object.entries(inputs).map(([name, tensor]) => [
      name,
      tensor?.shape.length === 5 ? shallow(tensor) : tensor,
    ]);
    return { ...original(Object.fromEntries(flat) as Inputs), shape: x.shape };
  },
};

export function registerBatchNormGradient(tf: Ops): void {
  tf.unregisterGradient('FusedBatchNorm');
  tf.registerGradient({
    kernelName: 'FusedBatchNorm',
    inputsToSave: ['x', 'mean', 'variance', 'scale'],
    gradFunc: (incoming, saved, attrs) => {
      const dy = incoming as Tensor;
      const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor | undefined];
      const { varianceEpsilon } = attrs as { varianceEpsilon: number };
      const inverse = tf.rsqrt(tf.add(variance, varianceEpsilon));
      const normal = tf.mul(tf.sub(x, mean), inverse);
      const scaled = scale ? tf.mul(dy, scale) : dy;
      const dx = tf.mul(scaled, inverse);
      const { shape } = mean;
      return {
        x: () => dx,
        mean: () => tf.neg(sumTo(tf, dx, shape)),
        variance: () => sumTo(tf, tf.mul(tf.mul(tf.mul(dx, normal), inverse), -0.5), shape),
        scale: () => sumTo(tf, tf.mul(dy, normal), shape),
        offset: () => sumTo(tf, dy, shape),
      };
    },
  });
}
