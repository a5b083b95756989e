/** Normalisation in one pass on WASM against the composed one on the CPU backend, values and gradients. */
import '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { groupNorm } from '#/core/layers/groupNorm';
import type { ForwardContext, LayerDef, Tensor } from '#/core/layers/layerDef';
import { normKernels } from '#/core/layers/normOp';
import { normals } from '#/core/random/random';
import { openNodeWasm } from '../train/fixtures/nodeWasm';

const wasm = await openNodeWasm();
const { tf } = wasm;

const rows = 3;
const cases: { layer: LayerDef<never>; shape: number[]; params: object; level?: number }[] = [
  { layer: groupNorm as LayerDef<never>, shape: [5, 4, 6], params: { groups: 3 } },
  { layer: groupNorm as LayerDef<never>, shape: [5, 4, 6], params: { groups: 6, epsilon: 1e-3 } },
  { layer: groupNorm as LayerDef<never>, shape: [8], params: { groups: 2 } },
  { layer: groupNorm as LayerDef<never>, shape: [6, 6, 4], params: { groups: 1 }, level: 300 },
];

/** Output, and gradients to the input, gamma and beta. */
async function ask({ layer, shape, params, level = 0 }: (typeof cases)[number], backend: string) {
  await tf.setBackend(backend);
  const channels = shape.at(-1) as number;
  const whole = [rows, ...shape];
  const size = whole.reduce((a, b) => a * b, 1);
  const x = tf.tensor(
    normals(1, 'x', 0, size).map((value) => level + 2 * value),
    whole,
  );
  const [gamma, beta] = ['gamma', 'beta'].map((name) => tf.tensor(normals(1, name, 0, channels)));
  const readout = tf.tensor(normals(1, 'readout', 0, size), whole);
  const context: ForwardContext = {
    tf,
    training: true,
    nodeId: 'n',
    shapes: [shape],
    uniform: (of) => tf.zeros(of),
    updateState: () => undefined,
  };
  const forward = (given: Tensor, scale: Tensor, shift: Tensor) =>
    layer.forward(context, [given], { gamma: scale, beta: shift }, layer.params.parse(params));
  const { grads, value } = tf.tidy(() => ({
    value: forward(x, gamma as Tensor, beta as Tensor),
    grads: tf.grads((a, b, c) => tf.sum(tf.mul(forward(a as Tensor, b as Tensor, c as Tensor), readout)))([
      x,
      gamma as Tensor,
      beta as Tensor,
    ]),
  }));
  expect(value.shape).toEqual(whole);
  return await Promise.all([value, ...grads].map(async (tensor) => Array.from(await tensor.data())));
}

it('is there on WASM alone', () => {
  expect(tf.getKernel(normKernels.forward, 'wasm')).toBeDefined();
  expect(tf.getKernel(normKernels.forward, 'cpu')).toBeUndefined();
});

it.each(cases)('$layer.type of $shape, $params', async (wanted) => {
  const [ours, composed] = [await ask(wanted, 'wasm'), await ask(wanted, 'cpu')];
  for (const [part, values] of composed.entries()) {
    const scale = Math.max(1, ...values.map(Math.abs));
    expect(ours[part]?.length).toBe(values.length);
    for (const [i, value] of values.entries())
      expect(Math.abs((ours[part]?.[i] ?? Number.NaN) - value) / scale).toBeLessThan(
        wanted.level ? 2e-4 : 2e-6,
      );
  }
});

it('clones share their values, which live as long as one of them', async () => {
  await wasm.activate();
  const before = tf.memory().numTensors;
  const x = tf.tensor1d([1, 2, 3]);
  const clone = tf.clone(x);
  expect(clone.dataId).toBe(x.dataId);
  x.dispose();
  expect(Array.from(await clone.data())).toEqual([1, 2, 3]);
  clone.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
