/** Recurrent cells with more units than a workgroup has invocations, and than its memory has room for in four rows. */
import { expect, it } from 'vitest';
import { openBackend } from '../../backends/openBackend';
import { largestGap, recurrentValues } from '../fixtures/recurrentCases';

it.each(['webgpu', 'wasm'] as const)('wide cells on %s', async (name) => {
  const backend = await openBackend(name);
  for (const cell of ['lstm', 'gru'] as const)
    for (const [units, directions] of [
      [300, 2],
      [515, 1],
    ] as const) {
      const given = { cell, batch: 2, times: 2, units, directions, lengths: [1, 2] };
      const values = await recurrentValues(backend.tf, 'kernel', given);
      const expected = await recurrentValues(backend.tf, 'oracle', given);
      for (const [k, own] of values.entries())
        expect(largestGap(own, expected[k] as Float32Array), JSON.stringify(given)).toBeLessThan(2e-5);
    }
  await backend.guard.settle();
  backend.guard.check();
  backend.close();
});
