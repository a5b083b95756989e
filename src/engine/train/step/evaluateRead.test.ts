/** Judging data that are read part by part: frames that wait for their outputs stay within the bound, however many rows. */
import '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { buildArch } from '#/core/families/buildArch';
import { families } from '#/core/families/registry';
import { initWeights } from '#/core/arch/initWeights';
import { openCpu } from '../../backends/cpu';
import type { FrameSource } from '../../kinds/frameSource';
import { irisSpec } from '../fixtures/irisSpec';
import { Stepper } from './stepper';

it('holds the frames of a few parts, not of the split', async () => {
  const width = 2 ** 15;
  const rows = 640;
  let [read, taken, most] = [0, 0, 0];
  const source: FrameSource = {
    width,
    async read(frames) {
      read += frames.length;
      most = Math.max(most, read - taken);
      return new Float32Array(frames.length * width);
    },
    blockOf: () => 0,
    blocksAtHand: 1,
    peakBytes: () => 0,
  };
  const target = new Int32Array(rows);
  const frames = Int32Array.from(target.keys());
  const iris = irisSpec();
  const settings = { hiddenLayers: [2], dropout: 0, normalization: 'none', activation: 'relu' };
  const arch = buildArch(families.get('mlp'), { inputShape: [width], outputWidth: 3 }, settings);
  const split = { rows, features: new Float32Array(0), source, frames, target };
  const stepper = new Stepper({ ...iris, arch, width, train: split }, await openCpu(), initWeights(arch, 1));
  const loss = await stepper.evaluate(stepper.train, (_start, outputs) => {
    taken += outputs.length / 3;
  });
  expect(loss).toBeGreaterThan(0);
  expect([read, taken]).toEqual([rows, rows]);
  // 32 MiB that wait, and parts of 8 MiB in use and on their way.
  expect(most * width).toBeLessThanOrEqual(2 ** 23 + 3 * 2 ** 21);
  stepper.dispose();
});
