/** Times a plan of dispatches on a device, beside what the device can do at most. */
import type { KernelPlan } from '#/engine/kernels/dispatch';
import { pipelineOf } from '#/engine/kernels/pipelineCache';
import { type Operands, timeOf, timePlan } from '#/engine/kernels/timePlan';
import fmaLimit from '../../../shaders/bench/fmaLimit.wgsl?raw';

const repetitions = 3;

/** The fastest of some runs, and the limit of the device measured before and after each of them. */
export async function measurePlan(device: GPUDevice, plan: KernelPlan, operands: Operands) {
  const timed = timePlan(device, plan, operands);
  let ms = Number.POSITIVE_INFINITY;
  let limit = 0;
  for (let i = 0; i <= repetitions; i++) {
    limit = Math.max(limit, await measureLimit(device));
    const took = await timed.run();
    // The first run compiles.
    if (i > 0) ms = Math.min(ms, took);
  }
  timed.destroy();
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
  const ms = await timeOf(device, (pass) => {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(workgroups);
  });
  buffer.destroy();
  return (workgroups * 64 * 256 * 8 * 4 * 2) / ms / 1e6;
}
