/** Recurrent cells on every backend against the same in tfjs's operations, values and gradients. */
import { beforeAll, expect, it } from 'vitest';
import type { Tensor } from '#/core/layers/layerDef';
import { layers } from '#/core/layers/registry';
import { openBackend } from '../../backends/openBackend';
import { largestGap, type RecurrentCase, recurrentValues } from '../fixtures/recurrentCases';

const cases = (['simple', 'lstm', 'gru'] as const).flatMap((cell): RecurrentCase[] => [
  { cell, batch: 5, times: 3, units: 6, directions: 1 },
  { cell, batch: 3, times: 3, units: 5, directions: 2, lengths: [3, 1, 2] },
]);

const expected: Float32Array[][] = [];
beforeAll(async () => {
  const cpu = await openBackend('cpu');
  for (const given of cases) expected.push(await recurrentValues(cpu.tf, 'oracle', given));
});

it.each(['webgpu', 'wasm', 'cpu'] as const)(
  'values and gradients on %s are those of tfjs operations',
  async (name) => {
    const backend = await openBackend(name);
    for (const [i, given] of cases.entries())
      for (const [k, values] of (await recurrentValues(backend.tf, 'kernel', given)).entries())
        expect(largestGap(values, expected[i]?.[k] as Float32Array), JSON.stringify(given)).toBeLessThan(
          2e-5,
        );
    await backend.guard.settle();
    backend.guard.check();
    backend.close();
  },
);

it('a gradient takes no more dispatches over more times', async () => {
  const backend = await openBackend('webgpu');
  const { tf } = backend;
  const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
  let dispatches = 0;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...size) {
    dispatches++;
    return dispatchWorkgroups.apply(this, size);
  };
  const counted = async (times: number) => {
    const lstm = layers.get('lstm');
    const params = lstm.params.parse({ units: 4 });
    const shapes = [[times, 2]];
    const specs = lstm.weights(shapes, params);
    const weights = specs.map(({ shape }) => tf.ones(shape));
    const before = dispatches;
    const context = {
      tf,
      training: true,
      nodeId: 'lstm',
      shapes,
      uniform: tf.zeros,
      updateState: () => undefined,
    };
    const loss = (...values: Tensor[]) =>
      tf.sum(
        lstm.forward(
          context as never,
          [tf.ones([3, times, 2])],
          Object.fromEntries(specs.map(({ name }, i) => [name, values[i] as Tensor])),
          params,
        ),
      );
    const gradients = tf.tidy(() => tf.grads(loss)(weights));
    await gradients[0]?.data();
    tf.dispose([gradients, weights]);
    return dispatches - before;
  };
  const [few, many] = [await counted(3), await counted(50)];
  GPUComputePassEncoder.prototype.dispatchWorkgroups = dispatchWorkgroups;
  // A sum over more values may take another dispatch.
  expect(many - few).toBeLessThan(3);
  expect(many).toBeLessThan(30);
  backend.close();
});
