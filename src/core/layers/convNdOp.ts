/** The convolution operation as layers call it. Its kernels and gradients live in the engine, for every backend. */
import type { ConvGeometry } from '../arch/convGeometry';
import { deviceShape } from '../arch/deviceShape';
import type { Ops, Tensor } from './layerDef';

/** Names under which the passes are registered with tfjs. */
export const convKernels = {
  forward: 'TetradConvNd',
  backwardInput: 'TetradConvNdBackwardInput',
  backwardWeights: 'TetradConvNdBackwardWeights',
  backwardBias: 'TetradConvNdBackwardBias',
} as const;

export interface ConvAttrs {
  geometry: ConvGeometry;
  relu: boolean;
}

/**
 * y = act(conv(x, w) + bias), differentiable in all three. x and w may have any shape with the elements that the
 * geometry names; y has foldedShape(geometry, 'output').
 */
export function convNd(
  tf: Ops,
  geometry: ConvGeometry,
  x: Tensor,
  w: Tensor,
  bias?: Tensor,
  activation: 'linear' | 'relu' = 'linear',
): Tensor {
  const attrs: ConvAttrs = { geometry, relu: activation === 'relu' };
  const inputs: Record<string, Tensor> = { x, w };
  if (bias) inputs.bias = bias;
  return tf.engine().runKernel(convKernels.forward, inputs, attrs as never);
}

/** The shape tensors have between layers: at most rank 5, a fourth axis (time) is folded into the batch. */
export const foldedShape = (geometry: ConvGeometry, side: 'input' | 'output'): number[] =>
  side === 'input'
    ? deviceShape([...geometry.inSize, geometry.inChannels], geometry.batch)
    : deviceShape([...geometry.outSize, geometry.outChannels], geometry.batch);

/**
 * The transposed convolution: from values as the geometry's output has them to values as its input has them,
 * differentiable in both.
 */
export function convTransposeNd(tf: Ops, geometry: ConvGeometry, dy: Tensor, w: Tensor): Tensor {
  const attrs: ConvAttrs = { geometry, relu: false };
  return tf.engine().runKernel(convKernels.backwardInput, { dy, w }, attrs as never);
}
