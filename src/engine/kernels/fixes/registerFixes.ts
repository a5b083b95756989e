/** Puts our kernels in the place of tfjs-webgpu's, once per thread. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { Ops } from '#/core/layers/layerDef';
import { batchNorm } from './batchNorm';
import { binary } from './binary';
import { collect } from './collect';
import { concat } from './concat';
import { cumprodGradient } from './cumprodGradient';
import { cumulative } from './cumulative';
import { registerEmpty } from './empty';
import type { Fix, FixCall } from './fix';
import { gather } from './gather';
import { matMul } from './matMul';
import { registerMaxPools } from './pools';
import { reduce } from './reduce';
import { remap } from './remap';
import { select } from './select';
import { softmax } from './softmax';
import { split } from './split';
import { unary } from './unary';

const fixes: Fix[] = [
  remap,
  concat,
  unary,
  binary,
  select,
  reduce,
  cumulative,
  gather,
  collect,
  split,
  matMul,
  batchNorm,
  cumprodGradient,
  softmax,
];

/** The kernels of ours, so that they are not put in place of themselves. */
const ours = new WeakSet<KernelFunc>();

export function registerFixes(tf: Ops): void {
  for (const fix of fixes)
    for (const [kernelName, run] of Object.entries(fix)) {
      const original: KernelFunc | undefined = tf.getKernel(kernelName, 'webgpu')?.kernelFunc;
      if (original !== undefined && ours.has(original)) return;
      if (original !== undefined) tf.unregisterKernel(kernelName, 'webgpu');
      const kernelFunc: KernelFunc = ({ inputs, attrs, backend }) => {
        const call: FixCall<unknown, unknown> = {
          inputs,
          attrs,
          backend: backend as WebGPUBackend,
          original(changed) {
            if (original === undefined) throw new Error(`${kernelName} has no kernel for these tensors.`);
            return original({ inputs: (changed ?? inputs) as typeof inputs, attrs, backend }) as TensorInfo;
          },
        };
        return run(call as FixCall<never, never>);
      };
      ours.add(kernelFunc);
      tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
    }
  registerEmpty(tf, 'webgpu');
  registerMaxPools(tf, 'webgpu');
}
