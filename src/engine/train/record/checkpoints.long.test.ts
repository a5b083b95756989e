import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { faultKinds } from '#/storage/fixtures/faults';
import { sweepFaults } from '../../../../test/support/faultSweep';

it.each(faultKinds)('with one %s at any call of a run', { timeout: 600_000 }, async (kind) => {
  expect(await sweepFaults(kind, 1, 1)).toBeGreaterThan(10);
});
