/** Families of images are resumed to the bit, with all that draws, changes or averages in them. */
import '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { buildArch } from '#/core/families/buildArch';
import { families } from '#/core/families/registry';
import { openCpu } from '../backends/cpu';
import type { TfBackend } from '../backends/tfBackend';
import { collect } from './fixtures/collect';
import { irisSpec } from './fixtures/irisSpec';

let cpu: TfBackend;
beforeAll(async () => {
  cpu = await openCpu();
});

it.each([
  {
    family: 'cnn2d',
    filters: [3, 4],
    dropout: 0.2,
    varyPlace: 0.5,
    mirror: 0.5,
    addNoise: 0.1,
  },
  { family: 'resnet', filters: [3, 4], normalization: 'batchNorm', stochasticDepth: 0.3, dropout: 0.2 },
  { family: 'mobile', filters: [2, 4], expansion: 2, stochasticDepth: 0.3, dropout: 0.2 },
])('$family goes on in the middle of an epoch as if never stopped', async ({ family, ...settings }) => {
  // The four numbers of a flower as an image of two by two.
  const def = families.get(family);
  const arch = buildArch(def, { inputShape: [2, 2, 1], outputWidth: 3 }, settings);
  const augment = def.augment?.(def.params.parse(settings), 'classification');
  const spec = { ...irisSpec({ epochs: 2 }), arch, augment };
  const whole = await collect(spec, cpu);
  let steps = 0;
  const paused = await collect(spec, cpu, {
    afterStep: () => steps++,
    stopped: () => (steps >= 5 ? 'pause' : undefined),
  });
  const state = paused.checkpoints.at(-1);
  expect(state?.step).toBe(5);
  const rest = await collect(spec, cpu, { resume: state });
  expect([...paused.losses, ...rest.losses]).toEqual(whole.losses);
  expect(rest.outcome?.weights).toEqual(whole.outcome?.weights);
});

it('changes what it learns from, anew in each epoch, and never what it is judged by', async () => {
  // Weights that stay as they began: what differs is the samples.
  const still = irisSpec({ epochs: 2, learningRate: 1e-30 });
  const augment = [{ type: 'level', params: { strength: 1 } }];
  const [plain, changed] = [await collect(still, cpu), await collect({ ...still, augment }, cpu)];
  const judged = ({ trainLoss, valLoss }: Record<string, number>) => [trainLoss, valLoss];
  expect(changed.epochs.map(judged)).toEqual(plain.epochs.map(judged));
  const sums = ({ losses }: { losses: number[] }) => {
    const half = losses.length / 2;
    return [losses.slice(0, half), losses.slice(half)].map((some) => some.reduce((a, b) => a + b));
  };
  const [first, second] = sums(changed) as [number, number];
  expect(Math.abs(first - second)).toBeGreaterThan(0.01);
  expect(first).not.toBeCloseTo(sums(plain)[0] as number, 2);
});
