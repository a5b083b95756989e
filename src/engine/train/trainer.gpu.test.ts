import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../backends/openBackend';
import type { TfBackend } from '../backends/tfBackend';
import { type Collected, collect } from './fixtures/collect';
import { irisSpec } from './fixtures/irisSpec';

const spec = () => irisSpec({ epochs: 5, hiddenLayers: [16], dropout: 0.1 });

describe('backends', () => {
  it('agree on the first 20 losses', async () => {
    const runs = new Map<string, Collected>();
    for (const name of ['cpu', 'wasm', 'webgpu'] as const) {
      const backend = await openBackend(name);
      runs.set(name, await collect(spec(), backend));
      backend.close();
    }
    const reference = runs.get('cpu')?.losses ?? [];
    expect(reference).toHaveLength(20);
    for (const name of ['wasm', 'webgpu']) {
      const { losses, error } = runs.get(name) as Collected;
      expect(error).toBeUndefined();
      expect(losses).toHaveLength(20);
      losses.forEach((loss, i) => expect(Math.abs(loss - (reference[i] as number))).toBeLessThan(1e-3));
    }
  });
});

describe('webgpu', () => {
  let gpu: TfBackend;
  beforeAll(async () => {
    gpu = await openBackend('webgpu');
  });
  afterAll(() => gpu.close());

  it('repeats to the bit', async () => {
    const [first, again] = [await collect(spec(), gpu), await collect(spec(), gpu)];
    expect(again.losses).toEqual(first.losses);
    expect(again.outcome?.weights).toEqual(first.outcome?.weights);
  });

  it('continues from a checkpoint to the bit', async () => {
    const whole = await collect(spec(), gpu);
    let steps = 0;
    const paused = await collect(spec(), gpu, {
      afterStep: () => steps++,
      stopped: () => (steps >= 6 ? 'pause' : undefined),
    });
    const rest = await collect(spec(), gpu, { resume: paused.checkpoints.at(-1) });
    expect([...paused.losses, ...rest.losses]).toEqual(whole.losses);
    expect(rest.outcome?.weights).toEqual(whole.outcome?.weights);
  });

  it.each([3, 8])('an invalid shader in step %i stops the job there', async (broken) => {
    const { error, events, losses } = await collect(spec(), gpu, {
      checkpointEveryMs: 0,
      afterStep: (step) => {
        if (step === broken) dispatchInvalidShader(gpu.device as GPUDevice);
      },
    });
    expect(error?.code).toBe('gpuError');
    expect(error?.place).toBe(`step ${broken}`);
    expectNothingFrom(broken, events, losses);
    gpu.close();
    gpu = await openBackend('webgpu');
  });

  it('a lost device stops the job, and a new one trains again', async () => {
    const { error, events, losses } = await collect(spec(), gpu, {
      checkpointEveryMs: 0,
      afterStep: (step) => {
        if (step === 6) (gpu.device as GPUDevice).destroy();
      },
    });
    expect(error?.code).toBe('deviceLost');
    expectNothingFrom(6, events, losses);
    gpu.close();
    gpu = await openBackend('webgpu');
    expect((await collect(spec(), gpu)).outcome).toBeDefined();
  });
});

function expectNothingFrom(step: number, events: Collected['events'], losses: number[]): void {
  expect(losses.length).toBeLessThan(step);
  for (const event of events) {
    const reached =
      event.kind === 'checkpoint'
        ? event.state.step
        : event.kind === 'snapshot'
          ? event.taken.step
          : event.step;
    expect(reached).toBeLessThan(step);
  }
}

/** What a kernel with a compile error does: the pipeline is invalid, and so is everything submitted with it. */
function dispatchInvalidShader(device: GPUDevice): void {
  const module = device.createShaderModule({
    code: '@compute @workgroup_size(1) fn main() { let x: i32 = 1.5; }',
  });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.dispatchWorkgroups(1);
  pass.end();
  device.queue.submit([encoder.finish()]);
}
