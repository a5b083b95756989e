/** Runs a plan of dispatches on buffers of its own, to be timed. */
import { type ConvGeometry, inputCount, outputCount, weightCount } from '#/core/arch/convGeometry';
import { breathe } from '#/core/protocol/heartbeat';
import type { KernelPlan } from './dispatch';
import { pipelineOf } from './pipelineCache';

/** Buffers of a convolution's operands, filled with something that is not zero. */
export class Operands {
  private readonly made = new Map<string, GPUBuffer>();
  private readonly sizes: Record<string, number>;
  private readonly device: GPUDevice;

  constructor(device: GPUDevice, g: ConvGeometry) {
    this.device = device;
    this.sizes = {
      x: inputCount(g),
      dx: inputCount(g),
      w: weightCount(g),
      dw: weightCount(g),
      y: outputCount(g),
      dy: outputCount(g),
    };
  }

  buffer(name: string): GPUBuffer {
    const known = this.made.get(name);
    if (known) return known;
    const elements = this.sizes[name] ?? 0;
    const buffer = this.device.createBuffer({
      size: elements * 4,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
    this.device.queue.writeBuffer(buffer, 0, waves(elements));
    this.made.set(name, buffer);
    return buffer;
  }

  destroy(): void {
    for (const buffer of this.made.values()) buffer.destroy();
  }
}

/** Waves that repeat after a prime number of values, so that no axis has their length. */
function waves(elements: number): Float32Array<ArrayBuffer> {
  const wave = Float32Array.from({ length: 4099 }, (_, i) => Math.sin(i));
  const values = new Float32Array(elements);
  for (let at = 0; at < elements; at += wave.length)
    values.set(wave.subarray(0, Math.min(wave.length, elements - at)), at);
  return values;
}

export interface TimedPlan {
  /** Milliseconds of one run. */
  run(): Promise<number>;
  destroy(): void;
}

export function timePlan(device: GPUDevice, plan: KernelPlan, operands: Operands): TimedPlan {
  const own: GPUBuffer[] = [];
  const scratch = new Map(
    [...plan.scratch].map(([name, elements]) => {
      const buffer = device.createBuffer({ size: elements * 4, usage: GPUBufferUsage.STORAGE });
      own.push(buffer);
      return [name, buffer];
    }),
  );
  const steps = plan.dispatches.map((dispatch) => {
    const pipeline = pipelineOf(device, dispatch.program);
    const uniforms = device.createBuffer({
      size: dispatch.uniforms.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    own.push(uniforms);
    device.queue.writeBuffer(uniforms, 0, dispatch.uniforms);
    const entries = [
      uniforms,
      ...dispatch.bindings.map((name) => name && (scratch.get(name) ?? operands.buffer(name))),
    ].flatMap((resource, binding) => (resource ? [{ binding, resource: { buffer: resource } }] : []));
    return {
      pipeline,
      group: device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }),
      workgroups: dispatch.workgroups,
    };
  });
  return {
    run: () =>
      timeOf(device, (pass) => {
        for (const { pipeline, group, workgroups } of steps) {
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group);
          pass.dispatchWorkgroups(...workgroups);
        }
      }),
    destroy() {
      for (const buffer of own) buffer.destroy();
    },
  };
}

/** Milliseconds from submission to the end of the work. */
export async function timeOf(
  device: GPUDevice,
  record: (pass: GPUComputePassEncoder) => void,
): Promise<number> {
  await device.queue.onSubmittedWorkDone();
  const start = performance.now();
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  record(pass);
  pass.end();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  breathe();
  return performance.now() - start;
}
