/** Every tile of a convolution on every parameter set that has it: the same bits, nothing unwritten, nothing beyond. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DeviceGuard } from '../device/guard';
import { type GpuHandle, requestDevice } from '../device/requestDevice';
import { caseOf, differingTiles, tiledShare } from './fixtures/convCases';
import { guardedRun } from './fixtures/guardedRun';

let gpu: GpuHandle;
let guard: DeviceGuard;
beforeAll(async () => {
  gpu = await requestDevice();
  guard = new DeviceGuard(gpu.device);
});
afterAll(() => {
  guard.release();
  gpu.device.destroy();
});

it.each(['forward', 'backwardInput', 'backwardWeights'] as const)(
  '%s: every tile gives the same bits',
  async (pass) => {
    const fast = await guardedRun(
      gpu.device,
      tiledShare.map(({ o }) => caseOf(pass, 'fast', o)),
    );
    const values = new Map(tiledShare.map(({ at }, i) => [at, fast[i]!.values]));
    const differing = await differingTiles(gpu.device, pass, (at) => values.get(at)!, {
      mostOfTile: Infinity,
    });
    await guard.settle();
    guard.check();
    expect(differing.slice(0, 10)).toEqual([]);
  },
  600_000,
);
