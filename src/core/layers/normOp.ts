/**
 * Normalisation of groups of channels as layers call it, where a backend has it in one pass: on WASM the dozen of
 * elementwise passes, forward and for the gradient, take longer than the convolutions between them. Its kernels live in
 * the engine.
 */
import type { Ops, Tensor } from './layerDef';

export interface NormAttrs {
  /** Channels, the last axis, are divided into so many. */
  groups: number;
  /** Over which each group of a row is normalised. */
  places: number;
  epsilon: number;
}

export const normKernels = { forward: 'TetradNorm', backward: 'TetradNormBackward' } as const;

/**
 * x as [rows, places, channels], gamma and beta [channels]; of x's shape, differentiable in all three. undefined: this
 * backend has no such kernel.
 */
export function normalise(
  tf: Ops,
  x: Tensor,
  { gamma, beta }: { gamma: Tensor; beta: Tensor },
  attrs: NormAttrs,
): Tensor | undefined {
  if (!tf.getKernel(normKernels.forward, tf.getBackend())) return undefined;
  const op = tf.customGrad((...values) => {
    // tfjs hands over, behind the inputs, what keeps tensors for the gradient.
    const [given, scale, shift, save] = values as unknown as [
      Tensor,
      Tensor,
      Tensor,
      (tensors: Tensor[]) => void,
    ];
    save([given, scale]);
    return {
      value: tf
        .engine()
        .runKernel<Tensor>(normKernels.forward, { x: given, gamma: scale, beta: shift }, attrs as never),
      gradFunc: (dy, saved) => {
        const [kept, factor] = saved as [Tensor, Tensor];
        const inputs = { x: kept, gamma: factor, dy: dy as Tensor };
        return tf.engine().runKernel<Tensor[]>(normKernels.backward, inputs, attrs as never);
      },
    };
  });
  return op(x, gamma, beta);
}
