import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { type OptimizerDef, slotsOf } from '#/core/optimizers/optimizerDef';
import { optimizers } from '#/core/optimizers/registry';
import { uniforms } from '#/core/random/random';
import { openBackend } from '../backends/openBackend';
import type { TfBackend } from '../backends/tfBackend';
import { updateGroup } from '../train/step/groupUpdate';

/** Not a multiple of the workgroup. */
const size = 1003;

/** Five steps; the gradient changes with the step. */
async function run(tf: Ops, optimizer: OptimizerDef, settings: object = {}): Promise<Float32Array> {
  const params = optimizer.params.parse(settings);
  const parts = 1 + slotsOf(optimizer, params).length;
  const start = new Float32Array(parts * size);
  start.set(uniforms(1, 'weight', 0, size));
  let packed: Tensor = tf.tensor1d(start, 'float32');
  for (let step = 1; step <= 5; step++) {
    const next = tf.tidy(() => {
      const gradient = tf.tensor1d(
        uniforms(1, 'gradient', step, size).map((u) => u - 0.5),
        'float32',
      );
      return updateGroup(tf, optimizer, params, {
        packed,
        gradient,
        size,
        learningRate: 0.1,
        step,
        decay: true,
      });
    });
    packed.dispose();
    packed = next;
  }
  const values = (await packed.data<'float32'>()).slice();
  packed.dispose();
  return values;
}

describe('fused update', () => {
  let gpu: TfBackend;
  let dispatches = 0;
  beforeAll(async () => {
    gpu = await openBackend('webgpu');
    const device = gpu.device as GPUDevice;
    const createBindGroup = device.createBindGroup.bind(device);
    device.createBindGroup = (descriptor) => {
      dispatches++;
      return createBindGroup(descriptor);
    };
  });
  afterAll(() => gpu.close());

  it.each(optimizers.all.map((optimizer) => [optimizer.type, optimizer] as const))(
    '%s is one dispatch and equals its operations',
    async (_type, optimizer) => {
      await gpu.activate();
      dispatches = 0;
      const fused = await run(gpu.tf, optimizer);
      expect(dispatches).toBe(5);
      const cpu = await openBackend('cpu');
      const expected = await run(cpu.tf, optimizer);
      fused.forEach((value, i) => expect(Math.abs(value - (expected[i] as number))).toBeLessThan(2e-6));
      const wasm = await openBackend('wasm');
      const onWasm = await run(wasm.tf, optimizer);
      onWasm.forEach((value, i) => expect(Math.abs(value - (expected[i] as number))).toBeLessThan(2e-6));
    },
  );

  it.each([
    [
      'one dispatch',
      5,
      's = max(0.9 * s, abs(g))\nd = where(g > 0.1, tanh(9 * g) * sigmoid(w), relu(-g) ^ 3 + clip(g, -0.2, s))\nupdate = -lr * where(t < 3, d, d / 2)',
    ],
    ['its operations', undefined, 'm = softplus(m) + log1p(g ^ 2)\nupdate = -lr * m * g'],
  ])('runs an expression as %s', async (_how, expected, expression) => {
    await gpu.activate();
    dispatches = 0;
    const values = await run(gpu.tf, optimizers.get('custom'), { expression });
    if (expected) expect(dispatches).toBe(expected);
    const cpu = await openBackend('cpu');
    const wanted = await run(cpu.tf, optimizers.get('custom'), { expression });
    values.forEach((value, i) => expect(Math.abs(value - (wanted[i] as number))).toBeLessThan(2e-6));
  });

  it('leaves an optimiser that looks beyond one element to its operations', async () => {
    const normalized: OptimizerDef = {
      ...optimizers.get('sgd'),
      update: (tf, { weight, gradient, learningRate }) => ({
        weight: tf.sub(weight, tf.mul(tf.div(gradient, tf.norm(gradient)), learningRate)),
        slots: {},
      }),
    };
    await gpu.activate();
    const values = await run(gpu.tf, normalized);
    const cpu = await openBackend('cpu');
    const expected = await run(cpu.tf, normalized);
    values.forEach((value, i) => expect(Math.abs(value - (expected[i] as number))).toBeLessThan(2e-6));
  });
});
