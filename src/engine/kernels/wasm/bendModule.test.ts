import { expect, it } from 'vitest';
import { type BendKind, bendKinds, createBends } from './bendModule';

const memory = new WebAssembly.Memory({ initial: 4 });
const heap = new Float32Array(memory.buffer);
const kernels = createBends(memory);

const exact: Record<BendKind, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  silu: (x) => x / (1 + Math.exp(-x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
};

it.each(bendKinds)('%s of a sum with a bias is the function, near 0 and far out', (kind) => {
  if (!kernels) throw new Error('This machine has no WebAssembly SIMD.');
  const [rows, columns] = [301, 12];
  const [fromAt, biasAt, toAt] = [16, 8000, 16_000];
  heap.fill(Number.NaN);
  for (let i = 0; i < rows * columns; i++) heap[fromAt + i] = ((i / (rows * columns)) * 2 - 1) ** 3 * 120;
  for (let c = 0; c < columns; c++) heap[biasAt + c] = c / 50;
  kernels[kind](4 * fromAt, 4 * biasAt, 4 * toAt, rows, columns);
  let gap = 0;
  for (let i = 0; i < rows * columns; i++) {
    const x = Math.fround((heap[fromAt + i] as number) + (heap[biasAt + (i % columns)] as number));
    const wanted = exact[kind](x);
    gap = Math.max(gap, Math.abs((heap[toAt + i] as number) - wanted) / Math.max(1, Math.abs(wanted)));
  }
  expect(gap).toBeLessThan(4e-7);
  // Nothing beside the result is written, and what is missing stays so.
  expect(heap[toAt - 1]).toBeNaN();
  expect(heap[toAt + rows * columns]).toBeNaN();
  heap[fromAt] = Number.NaN;
  kernels[kind](4 * fromAt, 4 * biasAt, 4 * toAt, 1, 4);
  expect(heap[toAt]).toBeNaN();
});
