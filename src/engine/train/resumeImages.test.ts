/** Families of images are resumed to the bit, with all that draws or averages in them. */
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
  { family: 'cnn2d', filters: [3, 4], dropout: 0.2 },
  { family: 'resnet', filters: [3, 4], normalization: 'batchNorm', stochasticDepth: 0.3, dropout: 0.2 },
  { family: 'mobile', filters: [2, 4], expansion: 2, stochasticDepth: 0.3, dropout: 0.2 },
])('$family goes on in the middle of an epoch as if never stopped', async ({ family, ...settings }) => {
  // The four numbers of a flower as an image of two by two.
  const arch = buildArch(families.get(family), { inputShape: [2, 2, 1], outputWidth: 3 }, settings);
  const spec = { ...irisSpec({ epochs: 2 }), arch };
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
