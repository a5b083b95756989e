/** The operation through tfjs: values and gradients on every backend against the float64 reference, between other operations. */
import { describe, expect, it } from 'vitest';
import { inputCount, outputCount, weightCount } from '#/core/arch/convGeometry';
import { convNd, convTransposeNd } from '#/core/layers/convNdOp';
import type { Tensor } from '#/core/layers/layerDef';
import {
  convBackwardBias,
  convBackwardInput,
  convBackwardWeights,
  convForward,
} from '#/core/reference/convNd';
import { openBackend } from '../backends/openBackend';
import { convGrid, describeConv, noise } from './fixtures/convGrid';

const grid = convGrid().filter((_, i) => i % 7 === 0);

function worst(got: ArrayLike<number>, expected: Float64Array): number {
  expect(got.length).toBe(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i]!) / scale), 0);
}

describe.each(['webgpu', 'wasm', 'cpu'] as const)('convNd on %s', (name) => {
  it(`has the reference's values and gradients in ${grid.length} cases`, async () => {
    const backend = await openBackend(name);
    const { tf } = backend;
    const pending: Promise<string[]>[] = [];
    const before = tf.memory().numTensors;
    grid.forEach((g, i) => {
      const [x, w] = [noise(inputCount(g), 5 * i + 1), noise(weightCount(g), 5 * i + 2)];
      const [bias, weight] = [noise(g.outChannels, 5 * i + 3), noise(outputCount(g), 5 * i + 4)];
      const relu = i % 2 === 1;
      const tensors = tf.tidy(() => {
        // Other operations before and after: the order of dispatches must hold.
        const model = (xt: Tensor, wt: Tensor, bt: Tensor) => {
          const y = convNd(tf, g, tf.mul(xt, 2), wt, bt, relu ? 'relu' : 'linear');
          return tf.sum(tf.mul(tf.reshape(y, [-1]), tf.tensor1d(weight)));
        };
        const inputs = [tf.tensor1d(x), tf.tensor1d(w), tf.tensor1d(bias)] as const;
        const y = convNd(tf, g, tf.mul(inputs[0], 2), inputs[1], inputs[2], relu ? 'relu' : 'linear');
        return [y, ...tf.grads(model)([...inputs])];
      });
      const doubled = x.map((value) => 2 * value);
      const y = convForward(g, doubled, w, bias).map((value) => (relu ? Math.max(0, value) : value));
      const dy = Float64Array.from(weight, (value, j) => (relu && y[j]! <= 0 ? 0 : value));
      const expected = [
        y,
        convBackwardInput(g, dy, w).map((value) => 2 * value),
        convBackwardWeights(g, doubled, dy),
        convBackwardBias(g, dy),
      ];
      expect(Math.max(...tensors.map(({ rank }) => rank))).toBeLessThanOrEqual(5);
      pending.push(
        Promise.all(tensors.map((tensor) => tensor.data())).then((values) => {
          for (const tensor of tensors) tensor.dispose();
          return values.flatMap((value, part) => {
            const error = worst(value as Float32Array, expected[part]!);
            const what = ['y', 'dx', 'dw', 'dbias'][part];
            return error < 1e-5 ? [] : [`${what} ${error.toExponential(1)}: ${describeConv(g)}`];
          });
        }),
      );
    });
    const wrong = (await Promise.all(pending)).flat();
    await backend.guard.settle();
    backend.guard.check();
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
    backend.close();
  });

  it('has the transposed convolution: the pass to the input, with its gradients', async () => {
    const backend = await openBackend(name);
    const { tf } = backend;
    for (const [i, g] of grid.filter((_, k) => k % 9 === 0).entries()) {
      const [dy, w] = [noise(outputCount(g), 3 * i + 1), noise(weightCount(g), 3 * i + 2)];
      const weight = noise(inputCount(g), 3 * i + 3);
      const tensors = tf.tidy(() => {
        const inputs = [tf.tensor1d(dy), tf.tensor1d(w)] as const;
        const readOut = (d: Tensor, k: Tensor) =>
          tf.sum(tf.mul(tf.reshape(convTransposeNd(tf, g, d, k), [-1]), tf.tensor1d(weight)));
        return [convTransposeNd(tf, g, ...inputs), ...tf.grads(readOut)([...inputs])];
      });
      const expected = [
        convBackwardInput(g, Float64Array.from(dy), w),
        convForward(g, weight, w, new Float32Array(g.outChannels)),
        convBackwardWeights(g, weight, Float64Array.from(dy)),
      ];
      const got = await Promise.all(tensors.map((tensor) => tensor.data()));
      for (const [part, value] of got.entries())
        expect(worst(value as Float32Array, expected[part]!), describeConv(g)).toBeLessThan(1e-5);
      for (const tensor of tensors) tensor.dispose();
    }
    backend.close();
  });
});
