/**
 * Puts a kernel plan into the command stream of tfjs-webgpu, between its own dispatches: inputs and outputs are the
 * buffers of tensors, nothing is copied, read back or submitted early (docs/decisions/raw-kernels-beside-tfjs.md).
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import { TetradError } from '#/core/protocol/errors';
import type { Dispatch, KernelPlan } from './dispatch';
import { pipelineOf } from './pipelineCache';

/** What we use of WebGPUBackend 4.22.0 beyond its declared interface. `tfRecorder.gpu.test.ts` notices when it changes. */
interface Internals {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
}

/** Uniform buffers never change after they were written, so equal ones are shared. */
const uniformCaches = new WeakMap<GPUDevice, Map<string, GPUBuffer>>();
const submitAfterDispatches = 15;

/** Runs a plan on tensors by role; makes and returns the tensor of the role `output`. */
export function recordPlan(
  backend: WebGPUBackend,
  plan: KernelPlan,
  inputs: Record<string, TensorInfo | undefined>,
  output: { name: string; shape: number[] },
): TensorInfo {
  const tensors = new Map<string, TensorInfo>();
  for (const [name, tensor] of Object.entries(inputs)) if (tensor) tensors.set(name, tensor);
  const scratch = [...plan.scratch].map(([name, elements]) => {
    const tensor = backend.makeTensorInfo([elements], 'float32');
    tensors.set(name, tensor);
    return tensor;
  });
  const result = backend.makeTensorInfo(output.shape, 'float32');
  tensors.set(output.name, result);
  for (const [name, tensor] of tensors) checkSize(backend.device, name, tensor);
  for (const dispatch of plan.dispatches) record(backend, dispatch, tensors);
  for (const tensor of scratch) backend.disposeData(tensor.dataId);
  return result;
}

function record(backend: WebGPUBackend, dispatch: Dispatch, tensors: Map<string, TensorInfo>): void {
  const internals = backend as unknown as Internals;
  const { device } = backend;
  const pipeline = pipelineOf(device, dispatch.program);
  const entries: GPUBindGroupEntry[] = [
    { binding: 0, resource: { buffer: uniformBuffer(device, dispatch.uniforms) } },
  ];
  dispatch.bindings.forEach((name, i) => {
    if (name === undefined) return;
    const tensor = tensors.get(name);
    if (!tensor) throw new TetradError({ code: 'internal', message: `A kernel needs the tensor "${name}".` });
    backend.uploadToGPU(tensor.dataId);
    const { resource } = backend.tensorMap.get(tensor.dataId);
    if (!(resource instanceof GPUBuffer))
      throw new TetradError({ code: 'internal', message: `The tensor "${name}" is not in a GPU buffer.` });
    // Until this work is submitted, tfjs must not hand the buffer to another tensor.
    internals.commandQueueOwnedIds.add(tensor.dataId);
    entries.push({ binding: i + 1, resource: { buffer: resource } });
  });
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  backend.ensureCommandEncoderReady();
  internals.computePassEncoder ??= internals.commandEncoder?.beginComputePass() ?? null;
  const pass = internals.computePassEncoder;
  if (!pass) throw new TetradError({ code: 'internal', message: 'tfjs offers no compute pass.' });
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(...dispatch.workgroups);
  internals.dispatchCountInPass++;
  if (internals.dispatchCountInPass >= submitAfterDispatches) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}

function uniformBuffer(device: GPUDevice, words: Uint32Array<ArrayBuffer>): GPUBuffer {
  let cache = uniformCaches.get(device);
  if (!cache) {
    cache = new Map();
    uniformCaches.set(device, cache);
  }
  const key = words.join();
  let buffer = cache.get(key);
  if (!buffer) {
    buffer = device.createBuffer({
      size: words.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(buffer, 0, words);
    cache.set(key, buffer);
  }
  return buffer;
}

function checkSize(device: GPUDevice, name: string, tensor: TensorInfo): void {
  const bytes = 4 * sizeOf(tensor.shape);
  const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  if (bytes > limit)
    throw new TetradError({
      code: 'outOfMemory',
      message: `A convolution needs ${bytes} bytes for "${name}"; this GPU binds at most ${limit}.`,
      hint: 'Use a smaller batch, fewer channels, or smaller patches.',
    });
}
