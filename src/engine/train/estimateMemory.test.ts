import '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { estimateMemory } from '#/core/arch/estimateMemory';
import { initWeights } from '#/core/arch/initWeights';
import { openCpu } from '../backends/cpu';
import { collect } from './fixtures/collect';
import { type IrisOptions, irisSpec } from './fixtures/irisSpec';
import { Rewind } from './rewind';
import { Stepper } from './stepper';
import { trainingMemory } from './trainingMemory';

const cases: IrisOptions[] = [
  { hiddenLayers: [16], dropout: 0 },
  { hiddenLayers: [256, 256], dropout: 0.25, activation: 'silu', config: { batchSize: 100 } },
  { hiddenLayers: [512], dropout: 0, activation: 'relu', optimizer: 'sgd', config: { batchSize: 8 } },
  { hiddenLayers: [128, 64, 32], normalization: 'batchNorm', activation: 'gelu', config: { batchSize: 120 } },
  { hiddenLayers: [64, 64], normalization: 'layerNorm', activation: 'mish', config: { batchSize: 120 } },
  { hiddenLayers: [400, 10], dropout: 0.5, optimizer: 'adam', config: { batchSize: 32, averaging: 0.9 } },
];

it.each(cases)('is within 1.5 times of the peak of real steps: %j', async (options) => {
  const backend = await openCpu();
  const spec = irisSpec(options);
  const before = backend.tf.memory().numBytes;
  const stepper = new Stepper(spec, backend, initWeights(spec.arch, 1));
  const rewind = new Rewind(stepper);
  const { batchSize } = spec.config;
  let peak = 0;
  for (let step = 1; step <= 3; step++) {
    const rows = Uint32Array.from({ length: batchSize }, (_, i) => i);
    const profile = await backend.tf.profile(() => rewind.step(rows, step, 0.01));
    peak = Math.max(peak, profile.peakBytes - before);
  }
  const estimate = estimateMemory(trainingMemory(spec));
  expect(estimate.bytes / peak).toBeGreaterThan(1 / 1.5);
  expect(estimate.bytes / peak).toBeLessThan(1.5);
  rewind.dispose();
  stepper.dispose();
});

it('a failed allocation ends the training with the step, the layer and a batch that would fit', async () => {
  const backend = await openCpu();
  const spec = irisSpec({ hiddenLayers: [16], config: { batchSize: 64 } });
  const { tf } = backend;
  let calls = 0;
  const short = {
    ...tf,
    matMul(...given: Parameters<typeof tf.matMul>) {
      calls++;
      if (calls === 4) throw new RangeError('Array buffer allocation failed');
      return tf.matMul(...given);
    },
  } as typeof tf;
  const { error } = await collect(spec, { ...backend, tf: short });
  expect(error).toMatchObject({ code: 'outOfMemory', place: 'step 2, layer output' });
  expect(error?.hint).toMatch(/A batch size of \d+ would fit; it was 64/);
});
