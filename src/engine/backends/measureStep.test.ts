/** A step of a real training on the CPU, by a clock that runs as the machine of the test would. */
import { afterEach, expect, it } from 'vitest';
import { irisSpec } from '../train/fixtures/irisSpec';
import { measureStep } from './measureStep';
import { openCpu } from './cpu';
import type { TfBackend } from './tfBackend';

const spec = irisSpec({ dropout: 0 });
let restore = (): void => undefined;
afterEach(() => restore());

/** `tick(step, rows)` is what a step takes; its number is counted by the reads of its loss. */
async function machine(tick: (step: number) => number) {
  const backend = await openCpu();
  const engine = backend.tf.engine();
  const read = engine.read.bind(engine);
  let clock = 0;
  let steps = 0;
  engine.read = (dataId) => {
    steps++;
    clock += tick(steps);
    return read(dataId);
  };
  restore = () => {
    engine.read = read;
  };
  return { backend, now: () => clock, steps: () => steps };
}

it('tells what is paid once from what every step takes', async () => {
  // Making pipelines: five seconds. Every step after it: ten milliseconds.
  const { backend, now } = await machine((step) => (step === 1 ? 5000 : 10));
  const { setUpMs, stepMs } = await measureStep(spec, backend, { now });
  expect(stepMs).toBeLessThanOrEqual(10);
  expect(setUpMs).toBeGreaterThan(4900);
});

it('a device is measured with the kernels that it will train with', async () => {
  let tuned = false;
  const { backend, now } = await machine((step) => (step === 1 || step === 2 ? 3000 : tuned ? 5 : 50));
  const gpu: TfBackend = { ...backend, device: {} as GPUDevice };
  const tune = async () => void (tuned = true);
  const { stepMs } = await measureStep(spec, gpu, { now, tune });
  expect(stepMs).toBeLessThanOrEqual(5);
});

it('a slow step is looked at once after the first, and the first alone where a trial is enough', async () => {
  const slow = await machine(() => 4000);
  expect(await measureStep(spec, slow.backend, { now: slow.now })).toEqual({ setUpMs: 0, stepMs: 4000 });
  expect(slow.steps()).toBe(2);
  restore();
  const tried = await machine(() => 4000);
  await measureStep(spec, tried.backend, { now: tried.now, onlyTry: true });
  expect(tried.steps()).toBe(1);
});

it('a backend whose first row takes longer than a step of another is given up at that row', async () => {
  const { backend, now, steps } = await machine(() => 4000);
  expect(await measureStep(spec, backend, { now, worthMs: 1000 })).toMatchObject({ rows: 1, stepMs: 4000 });
  expect(steps()).toBe(1);
});
