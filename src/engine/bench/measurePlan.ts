/** Times a plan of dispatches on a device, beside what the device can do at most. */
import { type ConvGeometry, inputCount, outputCount, weightCount } from '#/core/arch/convGeometry';
import type { KernelPlan } from '#/engine/kernels/dispatch';
import { pipelineOf } from '#/engine/kernels/pipelineCache';
import fmaLimit from '../../../shaders/bench/fmaLimit.wgsl?raw';

const repetitions = 3;

/** Buffers of a convolution's operands, filled with something that is not zero. */
export function buffersOf(device: GPUDevice, g: ConvGeometry): (name: string) => GPUBuffer {
  const sizes: Record<string, number> = {
    x: inputCount(g),
    dx: inputCount(g),
    w: weightCount(g),
    dw: weightCount(g),
    y: outputCount(g),
    dy: outputCount(g),
  };
  const made = new Map<string, GPUBuffer>();
  return (name) => {
    let buffer = made.get(name);
    if (!buffer) {
      const elements = sizes[name] ?? 0;
      buffer = device.createBuffer({
        size: elements * 4,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
      });
      device.queue.writeBuffer(
        buffer,
        0,
        Float32Array.from({ length: elements }, (_, i) => Math.sin(i)),
      );
      made.set(name, buffer);
    }
    return buffer;
  };
}

/** The fastest of some runs, and the limit of the device measured before and after each of them. */
export async function measurePlan(device: GPUDevice, plan: KernelPlan, buffer: (name: string) => GPUBuffer) {
  const scratch = new Map(
    [...plan.scratch].map(([name, elements]) => [
      name,
      device.createBuffer({ size: elements * 4, usage: GPUBufferUsage.STORAGE }),
    ]),
  );
  const steps = plan.dispatches.map((dispatch) => {
    const pipeline = pipelineOf(device, dispatch.program);
    const uniforms = device.createBuffer({
      size: dispatch.uniforms.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(uniforms, 0, dispatch.uniforms);
    const entries = [
      uniforms,
      ...dispatch.bindings.map((name) => name && (scratch.get(name) ?? buffer(name))),
    ].flatMap((resource, binding) => (resource ? [{ binding, resource: { buffer: resource } }] : []));
    return {
      pipeline,
      group: device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }),
      workgroups: dispatch.workgroups,
    };
  });
  let ms = Number.POSITIVE_INFINITY;
  let limit = 0;
  for (let i = 0; i <= repetitions; i++) {
    limit = Math.max(limit, await measureLimit(device));
    const took = await timed(device, (pass) => {
      for (const { pipeline, group, workgroups } of steps) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...workgroups);
      }
    });
    // The first run compiles.
    if (i > 0) ms = Math.min(ms, took);
  }
  return { ms, limit };
}

async function measureLimit(device: GPUDevice): Promise<number> {
  const workgroups = 512;
  const pipeline = pipelineOf(device, { source: fmaLimit, entryPoint: 'main', constants: {} });
  const buffer = device.createBuffer({ size: workgroups * 64 * 16, usage: GPUBufferUsage.STORAGE });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer } }],
  });
  const ms = await timed(device, (pass) => {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(workgroups);
  });
  buffer.destroy();
  return (workgroups * 64 * 256 * 8 * 4 * 2) / ms / 1e6;
}

async function timed(device: GPUDevice, record: (pass: GPUComputePassEncoder) => void): Promise<number> {
  await device.queue.onSubmittedWorkDone();
  const start = performance.now();
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  record(pass);
  pass.end();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return performance.now() - start;
}
