/** Pools on every backend, and the kernels alone between NaN, against the float64 reference. */
import { describe, expect, it } from 'vitest';
import { type ConvGeometry, inputCount, outputCount, poolGeometry } from '#/core/arch/convGeometry';
import { globalAverageNd, type PoolKind, poolNd } from '#/core/layers/poolNdOp';
import { globalAverage, poolBackward, poolForward } from '#/core/reference/poolNd';
import { openBackend } from '../backends/openBackend';
import { convGrid, describeConv, noise } from './fixtures/convGrid';
import { type GuardedCase, guardedRun } from './fixtures/guardedRun';
import { planPoolNd } from './poolNdPlan';

const kinds: PoolKind[] = ['max', 'average'];

/** Windows that cover the input without meeting have a kernel of their own. */
const tiles = [
  { batch: 2, channels: 3, inSize: [4, 6], kernel: [2, 3], stride: [2, 3] },
  { batch: 1, channels: 2, inSize: [2, 4, 2, 6], kernel: [1, 2, 2, 2], stride: [1, 2, 2, 2] },
].map(poolGeometry);

/** Those, and the windows of the convolution grid where every one of them holds a value. */
const grid = [
  ...tiles,
  ...convGrid().flatMap((g): ConvGeometry[] => {
    try {
      return [poolGeometry({ ...g, channels: g.inChannels })];
    } catch {
      return [];
    }
  }),
];

function worst(got: ArrayLike<number>, expected: Float64Array): number {
  expect(got.length).toBe(expected.length);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i]!)), 0);
}

describe('pool.wgsl', () => {
  it.each(kinds)(`%s: every element, none beyond, the values of the reference`, async (kind) => {
    expect(grid.length).toBeGreaterThan(300);
    const entries = tiles.map((g) => planPoolNd('backward', kind, g).dispatches[0]?.program.entryPoint);
    expect(entries).toEqual(['backwardTiles', 'backwardTiles']);
    const backend = await openBackend('webgpu');
    const operands = grid.map((g, i) => ({
      g,
      x: noise(inputCount(g), 2 * i),
      dy: noise(outputCount(g), 2 * i + 1),
    }));
    const run = (pass: 'forward' | 'backward') =>
      guardedRun(
        backend.device as GPUDevice,
        operands.map(
          ({ g, x, dy }): GuardedCase => ({
            plan: planPoolNd(pass, kind, g),
            inputs: pass === 'forward' ? { x } : { x, dy },
            output:
              pass === 'forward'
                ? { name: 'y', elements: outputCount(g) }
                : { name: 'dx', elements: inputCount(g) },
          }),
        ),
      );
    const [y, dx] = [await run('forward'), await run('backward')];
    await backend.guard.settle();
    backend.guard.check();
    const wrong = operands.flatMap(({ g, x, dy }, i) => {
      const [a, b] = [y[i]!, dx[i]!];
      const error = Math.max(
        worst(a.values, poolForward(g, kind, x)),
        worst(b.values, poolBackward(g, kind, x, dy)),
      );
      return a.unwritten + a.overrun + b.unwritten + b.overrun === 0 && error < 1e-5
        ? []
        : [`${error}: ${describeConv(g)}`];
    });
    expect(wrong.slice(0, 10)).toEqual([]);
    backend.close();
  });
});

describe.each(['webgpu', 'wasm', 'cpu'] as const)('pools on %s', (name) => {
  it('have the values and gradients of the reference', async () => {
    const backend = await openBackend(name);
    const { tf } = backend;
    const wrong: string[] = [];
    for (const [i, g] of grid.entries()) {
      if (i % 9 !== 0) continue;
      const kind = kinds[i % 2]!;
      const [x, weight] = [noise(inputCount(g), 2 * i), noise(outputCount(g), 2 * i + 1)];
      const tensors = tf.tidy(() => {
        const input = tf.tensor1d(x);
        const gradient = tf.grad((xt) =>
          tf.sum(tf.mul(tf.reshape(poolNd(tf, g, kind, xt), [-1]), tf.tensor1d(weight))),
        );
        return [poolNd(tf, g, kind, input), gradient(input), globalAverageNd(tf, g, input)];
      });
      const [y, dx, mean] = await Promise.all(tensors.map((tensor) => tensor.data()));
      for (const tensor of tensors) tensor.dispose();
      const error = Math.max(
        worst(y as Float32Array, poolForward(g, kind, x)),
        worst(dx as Float32Array, poolBackward(g, kind, x, weight)),
        worst(mean as Float32Array, globalAverage(g, x)),
      );
      if (!(error < 1e-5)) wrong.push(`${kind} ${error.toExponential(1)}: ${describeConv(g)}`);
    }
    await backend.guard.settle();
    backend.guard.check();
    expect(wrong.slice(0, 10)).toEqual([]);
    backend.close();
  });
});
