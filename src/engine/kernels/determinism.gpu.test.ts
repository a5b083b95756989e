import { expect, it } from 'vitest';
import type { Tensor } from '#/core/layers/layerDef';
import { openBackend } from '../backends/openBackend';
import { noise } from './fixtures/convGrid';
import { setDeterministic } from './determinism';

const [words, width, picked] = [12, 8, 3000];
const exactly = (values: ArrayLike<number>): string =>
  new Uint32Array(Float32Array.from(values).buffer).join();

it.each(['webgpu', 'wasm', 'cpu'] as const)(
  '%s: gathers and products give the same bits again',
  async (name) => {
    const { tf, guard, close } = await openBackend(name);
    setDeterministic(tf, true);
    const table = tf.tensor(noise(words * width, 1), [words, width]);
    const indices = tf.tensor1d(
      Array.from({ length: picked }, (_, i) => (i * 7919) % words),
      'int32',
    );
    const [a, b] = [
      tf.tensor(noise(16 * picked, 2), [16, picked]),
      tf.tensor(noise(picked * width, 3), [picked, width]),
    ];
    const loss = (given: Tensor): Tensor =>
      tf.sum(tf.mul(tf.matMul(a as never, tf.gather(given, indices) as never), 0.01));
    const seen = new Set<string>();
    for (let i = 0; i < 6; i++) {
      const results = tf.tidy(() => [tf.grad(loss)(table), tf.matMul(a as never, b as never)]);
      for (const result of await Promise.all(results.map((tensor) => tensor.data())))
        seen.add(exactly(result));
      tf.dispose(results);
    }
    expect(seen.size).toBe(2);
    await guard.settle();
    guard.check();
    tf.dispose([table, indices, a, b]);
    close();
  },
);
