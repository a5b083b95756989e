/** Pools over 1 to 4 axes as tfjs kernels with gradients, on every backend. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { KernelBackend, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { foldedShape } from '#/core/layers/convNdOp';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { type PoolAttrs, poolKernels } from '#/core/layers/poolNdOp';
import { hostPool, hostPoolBackward } from './poolNdHost';
import { planPoolNd } from './poolNdPlan';
import { recordPlan } from './tfRecorder';

export function registerPoolNd(tf: Ops): void {
  if (tf.getGradient(poolKernels.forward)) return;
  const register = (backendName: string, pass: keyof typeof poolKernels, kernelFunc: KernelFunc) =>
    tf.registerKernel({ kernelName: poolKernels[pass], backendName, kernelFunc });

  register('webgpu', 'forward', ({ inputs: { x }, attrs, backend }) => {
    const { geometry, kind } = attrs as unknown as PoolAttrs;
    const plan = planPoolNd('forward', kind, geometry);
    return recordPlan(
      backend as WebGPUBackend,
      plan,
      { x },
      { name: 'y', shape: foldedShape(geometry, 'output') },
    );
  });
  register('webgpu', 'backward', ({ inputs: { x, dy }, attrs, backend }) => {
    const { geometry, kind } = attrs as unknown as PoolAttrs;
    const plan = planPoolNd('backward', kind, geometry);
    const output = { name: 'dx', shape: foldedShape(geometry, 'input') };
    return recordPlan(backend as WebGPUBackend, plan, { x, dy }, output);
  });
  for (const backendName of ['wasm', 'cpu']) {
    register(backendName, 'forward', ({ inputs, attrs, backend }) => {
      const { geometry, kind } = attrs as unknown as PoolAttrs;
      const y = hostPool(geometry, kind, hostValues(backend, inputs.x));
      return tf.tensor(y, foldedShape(geometry, 'output'), 'float32');
    });
    register(backendName, 'backward', ({ inputs, attrs, backend }) => {
      const { geometry, kind } = attrs as unknown as PoolAttrs;
      const dx = hostPoolBackward(
        geometry,
        kind,
        hostValues(backend, inputs.x),
        hostValues(backend, inputs.dy),
      );
      return tf.tensor(dx, foldedShape(geometry, 'input'), 'float32');
    });
  }

  tf.registerGradient({
    kernelName: poolKernels.forward,
    inputsToSave: ['x'],
    gradFunc: (incoming, saved, attrs) => {
      const x = saved[0] as Tensor;
      const dy = incoming as Tensor;
      const run = (): Tensor => tf.engine().runKernel(poolKernels.backward, { x, dy }, attrs);
      return { x: () => tf.reshape(run(), x.shape) };
    },
  });
}

/** On these backends reading waits for nothing: values are in host memory. */
const hostValues = (backend: unknown, tensor: TensorInfo | undefined): Float32Array =>
  (backend as KernelBackend).readSync((tensor as TensorInfo).dataId) as Float32Array;
