import {
  type ConvGeometry,
  type ConvSpec,
  convFlops,
  convGeometry,
  inputCount,
  outputCount,
  weightCount,
} from '#/core/arch/convGeometry';
import { convNd } from '#/core/layers/convNdOp';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { openBackend } from '#/engine/backends/openBackend';
import type { TfBackend } from '#/engine/backends/tfBackend';
import { type ConvPass, planConvNd } from '#/engine/kernels/convNdPlan';
import type { KernelPlan } from '#/engine/kernels/dispatch';
import { pipelineOf } from '#/engine/kernels/pipelineCache';
import fmaLimit from './fmaLimit.wgsl?raw';

const cube = (size: number) => [size, size, size, size];
const same3 = { kernel: cube(3), padBegin: cube(1), padEnd: cube(1) };
const shapes: [string, ConvSpec][] = [
  ['1x16x8^3 3->16', { ...same3, batch: 1, inSize: [16, 8, 8, 8], inChannels: 3, outChannels: 16 }],
  ['2x8x16^3 8->16', { ...same3, batch: 2, inSize: [8, 16, 16, 16], inChannels: 8, outChannels: 16 }],
  ['1x16x16^3 16->32', { ...same3, batch: 1, inSize: cube(16), inChannels: 16, outChannels: 32 }],
  [
    '2x8x16^3 8->16 stride 2',
    { ...same3, batch: 2, inSize: [8, 16, 16, 16], inChannels: 8, outChannels: 16, stride: cube(2) },
  ],
  [
    '2x8x16^3 8->16 dilation 2',
    {
      ...same3,
      batch: 2,
      inSize: [8, 16, 16, 16],
      inChannels: 8,
      outChannels: 16,
      dilation: cube(2),
      padBegin: cube(2),
      padEnd: cube(2),
    },
  ],
  [
    '2x8x16^3 8->16 groups 2',
    { ...same3, batch: 2, inSize: [8, 16, 16, 16], inChannels: 8, outChannels: 16, groups: 2 },
  ],
];
const passes: ConvPass[] = ['forward', 'backwardInput', 'backwardWeights'];
const repetitions = 3;

export async function measure(): Promise<void> {
  const backend = await openBackend('webgpu');
  const device = backend.device as GPUDevice;
  console.log(backend.detail);
  console.log('shape | pass | ms | GFLOP/s | of the limit | tfjs conv3d folded, ms | ratio');
  for (const [title, spec] of shapes) {
    const g = convGeometry(spec);
    const folded = (g.groups === 1 && (g.dilation[1] ?? 1) === 1) || undefined;
    const peer = folded && (await measureFolded(backend, g));
    for (const pass of passes) {
      const { ms, limit } = await measurePlan(device, planConvNd(pass, g), buffersOf(device, g));
      const rate = convFlops(g) / ms / 1e6;
      const other = peer?.[pass];
      console.log(
        [
          title,
          pass,
          ms.toFixed(1),
          rate.toFixed(2),
          (rate / limit).toFixed(2),
          other?.toFixed(0) ?? '-',
          other ? (other / ms).toFixed(1) : '-',
        ].join(' | '),
      );
    }
  }
  backend.guard.check();
  backend.close();
}

function buffersOf(device: GPUDevice, g: ConvGeometry): (name: string) => GPUBuffer {
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
async function measurePlan(device: GPUDevice, plan: KernelPlan, buffer: (name: string) => GPUBuffer) {
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

/** conv3d over space with the taps of time side by side in the channels: the same sums, from tfjs alone. */
async function measureFolded(backend: TfBackend, g: ConvGeometry): Promise<Record<string, number>> {
  const { tf } = backend;
  const device = backend.device as GPUDevice;
  const [time, kernelTime, stride] = [g.inSize[0] ?? 1, g.kernel[0] ?? 1, g.stride[0] ?? 1];
  const [outTime, before, after] = [g.outSize[0] ?? 1, g.padBegin[0] ?? 0, g.padEnd[0] ?? 0];
  const space = g.inSize.slice(1);
  const volume = space.reduce((product, size) => product * size, 1);
  const x = tf.tensor(
    Float32Array.from({ length: inputCount(g) }, (_, i) => Math.sin(i)),
    [g.batch, time, volume * g.inChannels],
  );
  const w = tf.tensor(
    Float32Array.from({ length: weightCount(g) }, (_, i) => Math.sin(i)),
    [kernelTime, volumeOf(g.kernel.slice(1)), g.inChannels, g.outChannels],
  );
  const unfolded = tf.tidy(() => {
    const padded = tf.pad(x, [
      [0, 0],
      [before, after],
      [0, 0],
    ]);
    const taps = Array.from({ length: kernelTime }, (_, tap) => {
      const steps = Array.from({ length: outTime }, (_, o) =>
        tf.slice(padded, [0, o * stride + tap, 0], [-1, 1, -1]),
      );
      return tf.reshape(tf.concat(steps, 1), [g.batch * outTime, volume, g.inChannels]);
    });
    return tf.reshape(tf.concat(taps, 2), [g.batch * outTime, ...space, kernelTime * g.inChannels]);
  });
  const kernel = tf.tidy(() =>
    tf.reshape(tf.transpose(w, [1, 0, 2, 3]), [
      ...g.kernel.slice(1),
      kernelTime * g.inChannels,
      g.outChannels,
    ]),
  );
  const edge = g.padBegin[1] ?? 0;
  const run = (xt: Tensor, wt: Tensor): Tensor =>
    tf.conv3d(padSpace(tf, xt, edge) as never, wt as never, g.stride.slice(1) as never, 'valid');
  const ours = tf.tidy(() => convNd(tf, g, tf.reshape(x, [-1]), tf.reshape(w, [-1])));
  const gap = tf.tidy(() =>
    tf.max(tf.abs(tf.sub(tf.reshape(run(unfolded, kernel), [-1]), tf.reshape(ours, [-1])))),
  );
  const worst = (await gap.data<'float32'>())[0] ?? Number.NaN;
  await backend.guard.settle();
  backend.guard.check();
  if (!(worst < 1e-3)) throw new Error(`conv3d folded differs by ${worst}.`);
  const best = async (compute: () => Tensor): Promise<number> => {
    let ms = Number.POSITIVE_INFINITY;
    // Once is enough where it takes seconds.
    for (let i = 0; i < 2 && (i === 0 || ms < 2000); i++) {
      await device.queue.onSubmittedWorkDone();
      const start = performance.now();
      const result = tf.tidy(() => tf.reshape(tf.slice(tf.reshape(compute(), [-1]), [0], [1]), []));
      await result.data();
      ms = Math.min(ms, performance.now() - start);
      result.dispose();
    }
    return ms;
  };
  const dy = tf.reshape(ours, [g.batch * outTime, ...g.outSize.slice(1), g.outChannels]);
  const forward = await best(() => run(unfolded, kernel));
  const backwardInput = await best(() => tf.grad((xt) => run(xt, kernel))(unfolded, dy));
  const backwardWeights = await best(() => tf.grad((wt) => run(unfolded, wt))(kernel, dy));
  tf.dispose([x, w, unfolded, kernel, ours, dy, gap]);
  // A gradient runs the forward pass first.
  return { forward, backwardInput: backwardInput - forward, backwardWeights: backwardWeights - forward };
}

/** tfjs-webgpu cannot pad rank 5 (its shader does not compile), so the last two axes travel as one. */
function padSpace(tf: Ops, x: Tensor, edge: number): Tensor {
  const [n, sx, sy, sz, c] = x.shape as [number, number, number, number, number];
  const pad: [number, number] = [edge, edge];
  const rows = tf.pad(tf.reshape(x, [n, sx, sy, sz * c]), [[0, 0], pad, pad, [edge * c, edge * c]]);
  return tf.reshape(rows, [n, sx + 2 * edge, sy + 2 * edge, sz + 2 * edge, c]);
}

const volumeOf = (size: readonly number[]): number => size.reduce((product, value) => product * value, 1);
