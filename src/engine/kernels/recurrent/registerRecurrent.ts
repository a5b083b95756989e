/** Recurrent cells over time as tfjs kernels, on every backend. Their gradient is put together in recurrentOp.ts. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { KernelBackend, KernelFunc, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Ops } from '#/core/layers/layerDef';
import { cells, type RecurrentGeometry, recurrentKernels } from '#/core/layers/recurrentOp';
import { recordPlan } from '../tfRecorder';
import { hostBackward, hostForward } from './hostRecurrent';
import { spaceOn } from './hostSpace';
import { planRecurrent } from './planRecurrent';

type Compute = (inputs: NamedTensorInfoMap, geometry: RecurrentGeometry, backend: unknown) => TensorInfo[];

export function registerRecurrent(tf: Ops): void {
  if (tf.getKernel(recurrentKernels.forward, 'webgpu')) return;
  const register = (backendName: string, pass: keyof typeof recurrentKernels, compute: Compute) => {
    const kernelFunc: KernelFunc = ({ inputs, attrs, backend }) =>
      compute(inputs, attrs as unknown as RecurrentGeometry, backend);
    tf.registerKernel({ kernelName: recurrentKernels[pass], backendName, kernelFunc });
  };

  register('webgpu', 'forward', (inputs, geometry, backend) => {
    const gpu = backend as WebGPUBackend;
    const tape = gpu.makeTensorInfo(shapeOf(geometry, cells[geometry.cell].tape), 'float32');
    const plan = planRecurrent('forward', geometry, inputs.lengths !== undefined);
    const output = { name: 'y', shape: shapeOf(geometry, 1) };
    return [recordPlan(gpu, plan, { ...inputs, tape }, output), tape];
  });
  register('webgpu', 'backward', (inputs, geometry, backend) => {
    const gpu = backend as WebGPUBackend;
    const shape = shapeOf(geometry, cells[geometry.cell].gates);
    const dh = geometry.cell === 'gru' ? gpu.makeTensorInfo(shape, 'float32') : undefined;
    const plan = planRecurrent('backward', geometry, inputs.lengths !== undefined);
    const dx = recordPlan(gpu, plan, { ...inputs, ...(dh && { dh }) }, { name: 'dx', shape });
    return dh ? [dx, dh] : [dx];
  });
  for (const backendName of ['wasm', 'cpu']) {
    register(backendName, 'forward', (inputs, geometry, backend) => {
      const { x, r, bias, lengths } = valuesOf(inputs, backend);
      const { y, tape } = hostForward(geometry, spaceOn(backend), { x: x!, r: r!, bias, lengths });
      return [
        tf.tensor(y, shapeOf(geometry, 1)),
        tf.tensor(tape, shapeOf(geometry, cells[geometry.cell].tape)),
      ];
    });
    register(backendName, 'backward', (inputs, geometry, backend) => {
      const { r, tape, y, dy, lengths } = valuesOf(inputs, backend);
      const given = { r: r!, tape: tape!, y: y!, dy: dy!, lengths };
      const { dx, dh } = hostBackward(geometry, spaceOn(backend), given);
      const shape = shapeOf(geometry, cells[geometry.cell].gates);
      return [dx, ...(dh ? [dh] : [])].map((values) => tf.tensor(values, shape));
    });
  }
}

const shapeOf = (
  { batch, times, units, directions }: RecurrentGeometry,
  perUnit: number,
): [number, number, number] => [batch, times, directions * perUnit * units];

/** On these backends reading waits for nothing: values are in host memory. */
const valuesOf = (inputs: NamedTensorInfoMap, backend: unknown): Partial<Record<string, Float32Array>> =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, tensor]) =>
      tensor ? [[name, (backend as KernelBackend).readSync(tensor.dataId) as Float32Array]] : [],
    ),
  );
