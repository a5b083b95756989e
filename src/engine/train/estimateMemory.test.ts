import '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { estimateMemory } from '#/core/arch/estimateMemory';
import { initWeights } from '#/core/arch/initWeights';
import { openCpu } from '../backends/cpu';
import { collect } from './fixtures/collect';
import { type GridSpecOptions, gridSpec } from './fixtures/gridSpec';
import { type IrisOptions, irisSpec } from './fixtures/irisSpec';
import { Rewind } from './step/rewind';
import { Stepper } from './step/stepper';
import { trainingMemory } from './trainingMemory';
import type { TrainSpec } from './trainSpec';

const cases: IrisOptions[] = [
  { hiddenLayers: [16], dropout: 0 },
  { hiddenLayers: [256, 256], dropout: 0.25, activation: 'silu', config: { batchSize: 100 } },
  { hiddenLayers: [512], dropout: 0, activation: 'relu', optimizer: 'sgd', config: { batchSize: 8 } },
  { hiddenLayers: [128, 64, 32], normalization: 'batchNorm', activation: 'gelu', config: { batchSize: 120 } },
  { hiddenLayers: [64, 64], normalization: 'layerNorm', activation: 'mish', config: { batchSize: 120 } },
  { hiddenLayers: [400, 10], dropout: 0.5, optimizer: 'adam', config: { batchSize: 32, averaging: 0.9 } },
];

/** Estimated by measured bytes: of real steps, and of judging the training part. */
async function ratioOf(spec: TrainSpec): Promise<number> {
  const backend = await openCpu();
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
  const judged = await backend.tf.profile(async () => {
    await stepper.evaluate(stepper.train);
    return [];
  });
  peak = Math.max(peak, judged.peakBytes - before);
  rewind.dispose();
  stepper.dispose();
  return estimateMemory(trainingMemory(spec)).bytes / peak;
}

it.each(cases)('is within 1.5 times of the peak: %j', async (options) => {
  const ratio = await ratioOf(irisSpec(options));
  expect(ratio).toBeGreaterThan(1 / 1.5);
  expect(ratio).toBeLessThan(1.5);
});

const labels = { type: 'classification', target: 'c', labels: ['a', 'b'] } as const;
const fields: GridSpecOptions[] = [
  {
    task: { ...labels, labels: [...labels.labels] },
    shape: [8, 10, 10, 10, 2],
    rows: 16,
    config: { batchSize: 16 },
  },
  {
    task: { type: 'forecast', target: 'future', horizon: 1, channels: ['u'] },
    shape: [4, 8, 8, 3, 1],
    rows: 16,
    config: { batchSize: 8 },
  },
];

it.each(fields)('is within 1.5 times of the peak of a 4-D network: %j', async (options) => {
  const ratio = await ratioOf(gridSpec(options));
  expect(ratio).toBeGreaterThan(1 / 1.5);
  expect(ratio).toBeLessThan(1.5);
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
