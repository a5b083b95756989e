/**
 * Adding up by index on the CPU, the gradient of gather: in one pass over the values. tfjs goes over all of them once
 * for every segment, of which an embedding has thousands.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Ops } from '#/core/layers/layerDef';

const kernelName = 'UnsortedSegmentSum';

const segmentSum: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, segmentIds } = inputs as Record<'x' | 'segmentIds', TensorInfo>;
  const { numSegments } = attrs as unknown as { numSegments: number };
  const cpu = backend as MathBackendCPU;
  const rest = x.shape.slice(segmentIds.shape.length);
  const inner = sizeOf(rest);
  const values = cpu.data.get(x.dataId).values as ArrayLike<number>;
  const ids = cpu.data.get(segmentIds.dataId).values as ArrayLike<number>;
  const Sums = x.dtype === 'float32' ? Float32Array : Int32Array;
  const sums = new Sums(numSegments * inner);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] as number;
    if (id < 0 || id >= numSegments) continue;
    const [from, to] = [row * inner, id * inner];
    for (let i = 0; i < inner; i++) sums[to + i] = (sums[to + i] as number) + (values[from + i] as number);
  }
  const shape = [numSegments, ...rest];
  return { dataId: cpu.write(sums, shape, x.dtype), shape, dtype: x.dtype };
};

export function registerCpuSegmentSum(tf: Ops): void {
  const config = tf.getKernel(kernelName, 'cpu');
  if (!config || config.kernelFunc === segmentSum) return;
  tf.unregisterKernel(kernelName, 'cpu');
  tf.registerKernel({ ...config, kernelFunc: segmentSum });
}
