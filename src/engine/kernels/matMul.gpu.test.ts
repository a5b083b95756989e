import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { uniforms } from '#/core/random/random';
import { openBackend } from '../backends/openBackend';
import type { TfBackend } from '../backends/tfBackend';
import { type MatMulSizes, planMatMul } from './matMulPlan';
import { recordPlan } from './tfRecorder';

let opened: TfBackend;
beforeAll(async () => {
  opened = await openBackend('webgpu');
});
afterAll(() => opened.close());

const sizes: [rows: number, columns: number, depth: number, batch: number][] = [
  [1, 1, 1, 1],
  [5, 7, 3, 2],
  [8, 8, 4, 1],
  [12, 20, 6, 1],
  [33, 10, 17, 3],
  [72, 68, 8, 1],
  [70, 66, 5, 1],
];

it.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])(
  'is the naive product, tile by tile (a transposed: %s, b transposed: %s)',
  async (transposeA, transposeB) => {
    const { tf, guard } = opened;
    const backend = tf.backend() as unknown as WebGPUBackend;
    for (const [rows, columns, depth, batch] of sizes)
      for (const repeatB of [false, true]) {
        const wanted: MatMulSizes = { batch, rows, columns, depth, transposeA, transposeB, repeatB };
        const a = tf.tensor1d(uniforms(1, 'a', rows, batch * rows * depth).map((u) => u - 0.5));
        const b = tf.tensor1d(uniforms(1, 'b', columns, (repeatB ? 1 : batch) * columns * depth));
        const [fast, naive] = await Promise.all(
          (['fast', 'naive'] as const).map(async (variant) => {
            const plan = planMatMul(wanted, variant);
            const shape = [batch, rows, columns];
            const { dataId } = recordPlan(backend, plan, { a, b }, { name: 'c', shape });
            const values = (await backend.read(dataId)) as Float32Array;
            backend.disposeData(dataId);
            return values;
          }),
        );
        const gap = Math.max(...(fast ?? []).map((value, i) => Math.abs(value - (naive?.[i] ?? Number.NaN))));
        expect(gap, `${rows} x ${columns} x ${depth}`).toBeLessThan(1e-5);
        tf.dispose([a, b]);
      }
    await guard.settle();
    guard.check();
  },
);
