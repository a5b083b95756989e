/** Normalisation in one pass as tfjs kernels, where tensors lie in host memory; elsewhere layers compose it. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Ops } from '#/core/layers/layerDef';
import { type NormAttrs, normKernels } from '#/core/layers/normOp';
import { hostNorm, hostNormBackward } from './hostNorm';

export function registerNorm(tf: Ops): void {
  if (tf.getKernel(normKernels.forward, 'wasm')) return;
  tf.registerKernel({
    kernelName: normKernels.forward,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { x } = inputs as Record<'x', TensorInfo>;
      const wasm = backend as BackendWasm;
      const y = wasm.makeOutput(x.shape, 'float32');
      hostNorm(attrs as unknown as NormAttrs, valuesOf(wasm, inputs), values(wasm, y));
      return y;
    },
  });
  tf.registerKernel({
    kernelName: normKernels.backward,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { x, gamma } = inputs as Record<'x' | 'gamma', TensorInfo>;
      const wasm = backend as BackendWasm;
      const made = [x, gamma, gamma].map(({ shape }) => wasm.makeOutput(shape, 'float32'));
      const [dx, dGamma, dBeta] = made.map((tensor) => values(wasm, tensor)) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      hostNormBackward(attrs as unknown as NormAttrs, valuesOf(wasm, inputs), { dx, dGamma, dBeta });
      return made;
    },
  });
}

/** A view, lost when memory is made after it. */
const values = (backend: BackendWasm, tensor: TensorInfo): Float32Array =>
  backend.typedArrayFromHeap(tensor) as Float32Array;

const valuesOf = <Name extends string>(
  backend: BackendWasm,
  inputs: NamedTensorInfoMap,
): Record<Name, Float32Array> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => [name, values(backend, tensor as TensorInfo)]),
  ) as Record<Name, Float32Array>;
