import { expect, it } from 'vitest';
import { initWeights } from '#/core/arch/initWeights';
import { TetradError } from '#/core/protocol/errors';
import { openBackend } from '../backends/openBackend';
import { irisSpec } from '../train/fixtures/irisSpec';
import { Stepper } from '../train/step/stepper';

it('holds little more than the largest step, whatever shapes the steps have', async () => {
  const backend = await openBackend('webgpu');
  const spec = irisSpec({ hiddenLayers: [64], config: { batchSize: 120 } });
  const stepper = new Stepper(spec, backend, initWeights(spec.arch, 1));
  const held = () =>
    (backend.tf.memory() as unknown as Record<string, number>).numBytesAllocatedInGPU as number;
  let peak = 0;
  const step = async (number: number, rows: number) => {
    const loss = stepper.step(
      Array.from({ length: rows }, (_, i) => i),
      number,
      0.01,
    );
    if (number % 10 === 0) await loss.data();
    loss.dispose();
    peak = Math.max(peak, held());
  };
  for (let i = 1; i <= 20; i++) await step(i, 120);
  const steady = peak;
  for (let i = 21; i <= 170; i++) await step(i, 1 + ((i * 7919) % 120));
  expect(peak).toBeLessThan(1.2 * steady);
  await backend.guard.settle();
  backend.guard.check();
  stepper.dispose();
  backend.close();
});

it('refuses a tensor larger than the device holds, which WebGPU would read as zeros', async () => {
  const backend = await openBackend('webgpu');
  const elements = Math.floor(backend.maxTensorBytes / 4) + 1024;
  let thrown: unknown;
  try {
    backend.tf.fill([elements], 1);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(TetradError);
  expect(thrown).toMatchObject({ code: 'outOfMemory' });
  backend.close();
});
