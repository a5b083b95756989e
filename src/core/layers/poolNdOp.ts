/** Max and average pools over 1 to 4 axes as layers call them. Kernels and gradients live in the engine, for every backend. */
import type { ConvGeometry } from '../arch/convGeometry';
import type { Ops, Tensor } from './layerDef';

export type PoolKind = 'max' | 'average';

export const poolKernels = { forward: 'TetradPoolNd', backward: 'TetradPoolNdBackward' } as const;

export interface PoolAttrs {
  geometry: ConvGeometry;
  kind: PoolKind;
}

/** x may have any shape with the elements of poolGeometry(...); the result has foldedShape(geometry, 'output'). */
export function poolNd(tf: Ops, geometry: ConvGeometry, kind: PoolKind, x: Tensor): Tensor {
  const attrs: PoolAttrs = { geometry, kind };
  return tf.engine().runKernel(poolKernels.forward, { x }, attrs as never);
}

/** The mean of every channel over all axes: [batch, channels]. */
export function globalAverageNd(tf: Ops, geometry: ConvGeometry, x: Tensor): Tensor {
  return tf.mean(tf.reshape(x, [geometry.batch, -1, geometry.inChannels]), 1);
}
