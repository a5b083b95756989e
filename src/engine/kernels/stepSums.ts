/** How large a step was, summed on the device: shaders/train/stepSums.wgsl on WebGPU, tensor operations elsewhere. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import source from '../../../shaders/train/stepSums.wgsl?raw';
import type { Dispatch, KernelPlan } from './dispatch';
import { recordPlan } from './tfRecorder';

const kernelName = 'TetradStepSums';
/** Below this, one workgroup is done before a second dispatch would have begun. */
const elementsOfPart = 16_384;
const mostParts = 256;

/** One group of weights before and after a step. */
export interface GroupChange {
  /** Flat, of `size` elements. */
  gradient: Tensor;
  /** Packed: the weights are the first `size` elements. */
  before: Tensor;
  after: Tensor;
  size: number;
}

function planStepSums(size: number, first: boolean): KernelPlan {
  const parts = Math.min(mostParts, Math.ceil(size / elementsOfPart));
  const dispatch = (entryPoint: string, bindings: Dispatch['bindings'], workgroups: number): Dispatch => ({
    program: { source, entryPoint, constants: entryPoint === 'parts' ? {} : { first: Number(first) } },
    uniforms: Uint32Array.of(size, parts),
    bindings,
    workgroups: [workgroups, 1],
  });
  if (parts <= 1)
    return {
      dispatches: [dispatch('whole', ['gradient', 'before', 'after', 'earlier', undefined, 'sums'], 1)],
      scratch: new Map(),
    };
  return {
    dispatches: [
      dispatch('parts', ['gradient', 'before', 'after', undefined, undefined, 'partial'], parts),
      dispatch('finish', [undefined, undefined, undefined, 'earlier', 'partial', 'sums'], 1),
    ],
    scratch: new Map([['partial', parts * 3]]),
  };
}

export function registerStepSums(tf: Ops): void {
  if (tf.getKernel(kernelName, 'webgpu')) return;
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { size, first } = attrs as unknown as { size: number; first: boolean };
      return recordPlan(backend as WebGPUBackend, planStepSums(size, first), inputs as never, {
        name: 'sums',
        shape: [4],
      });
    },
  });
}

/** Inside tf.tidy: [loss, gradient squares, change squares, weight squares] of all groups together. */
export function stepSums(tf: Ops, loss: Tensor, groups: readonly GroupChange[]): Tensor {
  if (groups.length === 0) return loss;
  if (tf.getKernel(kernelName, tf.getBackend())) {
    let sums = loss;
    for (const [i, { size, ...tensors }] of groups.entries())
      sums = tf.engine().runKernel(kernelName, { ...tensors, earlier: sums }, { size, first: i === 0 });
    return sums;
  }
  const squares = (of: (group: GroupChange) => Tensor): Tensor =>
    tf.addN(groups.map((group) => tf.sum(tf.square(of(group)))));
  const weights = (packed: Tensor, size: number): Tensor => tf.slice(packed, [0], [size]);
  return tf.stack([
    tf.reshape(loss, []),
    squares(({ gradient }) => gradient),
    squares(({ before, after, size }) => tf.sub(weights(after, size), weights(before, size))),
    squares(({ before, size }) => weights(before, size)),
  ]);
}
