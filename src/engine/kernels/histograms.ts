/** Histograms of weights that lie end to end in one tensor, on WebGPU: shaders/train/histogram.wgsl. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import source from '../../../shaders/train/histogram.wgsl?raw';
import type { Dispatch, KernelPlan } from './dispatch';
import { recordPlan } from './tfRecorder';

const kernelName = 'TetradHistograms';
const elementsOfPart = 65_536;
const mostParts = 64;

interface Attrs {
  weights: number;
  parts: number;
  bins: number;
}

function planHistograms({ weights, parts, bins }: Attrs): KernelPlan {
  const dispatch = (entryPoint: string, bindings: Dispatch['bindings']): Dispatch => ({
    program: { source, entryPoint, constants: entryPoint === 'counts' ? { bins } : {} },
    uniforms: Uint32Array.of(parts),
    bindings,
    workgroups: [parts, weights],
  });
  return {
    dispatches: [
      dispatch('ranges', ['values', 'table', undefined, 'partial']),
      dispatch('counts', ['values', 'table', 'partial', 'counts']),
    ],
    scratch: new Map([['partial', weights * parts * 2]]),
  };
}

export function registerHistograms(tf: Ops): void {
  if (tf.getKernel(kernelName, 'webgpu')) return;
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const wanted = attrs as unknown as Attrs;
      const shape = [wanted.weights, wanted.parts, 2 + wanted.bins];
      const plan = planHistograms(wanted);
      return recordPlan(backend as WebGPUBackend, plan, inputs as never, { name: 'counts', shape });
    },
  });
}

/** Inside tf.tidy: [weights, parts, lowest | highest | counts of the part]; undefined where there is no such kernel. */
export function runHistograms(
  tf: Ops,
  values: Tensor,
  stretches: readonly { offset: number; size: number }[],
  bins: number,
): Tensor | undefined {
  if (!tf.getKernel(kernelName, tf.getBackend())) return undefined;
  const longest = Math.max(...stretches.map(({ size }) => size));
  const attrs: Attrs = {
    weights: stretches.length,
    parts: Math.min(mostParts, Math.max(1, Math.ceil(longest / elementsOfPart))),
    bins,
  };
  const table = tf.tensor1d(
    stretches.flatMap(({ offset, size }) => [offset, size]),
    'int32',
  );
  return tf.engine().runKernel(kernelName, { values, table }, attrs as never);
}
