/** Steps whose batch is another size every time: what the pool holds, against steps of the largest size alone. */
import { initWeights } from '#/core/arch/initWeights';
import { openBackend } from '#/engine/backends/openBackend';
import { irisSpec } from '#/engine/train/fixtures/irisSpec';
import { Stepper } from '#/engine/train/step/stepper';

const most = 120;
const steadySteps = 50;

export async function measure(steps: number): Promise<void> {
  const backend = await openBackend('webgpu');
  const { tf, guard } = backend;
  const spec = irisSpec({ hiddenLayers: [32], config: { batchSize: most } });
  const stepper = new Stepper(spec, backend, initWeights(spec.arch, 1));
  const held = () => (tf.memory() as unknown as { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU;
  let [peak, steady, state] = [0, 0, 1];
  const startedAt = performance.now();
  for (let step = 1; step <= steps + steadySteps; step++) {
    state = (state * 48271) % 2147483647;
    const rows = Array.from({ length: step <= steadySteps ? most : 1 + (state % most) }, (_, i) => i);
    const loss = stepper.step(rows, step, 0.001);
    if (step % 20 === 0) await loss.data();
    loss.dispose();
    peak = Math.max(peak, held());
    if (step === steadySteps) steady = peak;
    if (step % 2000 === steadySteps) console.log(`step ${step}: ${held()} bytes held`);
  }
  await guard.settle();
  guard.check();
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `${steps} steps in ${seconds} s: peak ${peak} bytes, steady ${steady} bytes, ratio ${(peak / steady).toFixed(3)}; ${tf.memory().numTensors} tensors`,
  );
  stepper.dispose();
  backend.close();
}
