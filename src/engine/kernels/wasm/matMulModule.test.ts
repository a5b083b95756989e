import { expect, it } from 'vitest';
import { uniforms } from '#/core/random/random';
import { createMatMul } from './matMulModule';

const memory = new WebAssembly.Memory({ initial: 16 });
const heap = new Float32Array(memory.buffer);
const kernels = createMatMul(memory);
const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 16, 21];

/** Row-major C = A B in float64; `at` reads an operand by (row, column). */
function product(
  rows: number,
  columns: number,
  depth: number,
  a: (i: number, k: number) => number,
  b: (k: number, j: number) => number,
): number[] {
  return Array.from({ length: rows * columns }, (_, cell) => {
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += a(Math.floor(cell / columns), k) * b(k, cell % columns);
    return sum;
  });
}

it.each([
  [false, false],
  [true, false],
  [false, true],
])('multiplies any sizes (a transposed: %s, b transposed: %s)', (transposeA, transposeB) => {
  if (!kernels) throw new Error('This machine has no WebAssembly SIMD.');
  const [aAt, bAt, cAt] = [64, 4096, 8192];
  for (const rows of sizes)
    for (const columns of sizes)
      for (const depth of sizes) {
        const a = uniforms(1, 'a', rows, rows * depth).map((u) => u - 0.5);
        const b = uniforms(1, 'b', columns, columns * depth).map((u) => u - 0.5);
        heap.fill(Number.NaN);
        heap.set(a, aAt);
        heap.set(b, bAt);
        if (transposeB)
          kernels.along(4 * aAt, 4 * depth, 4 * bAt, 4 * depth, 4 * cAt, 4 * columns, rows, columns, depth);
        else {
          const [aRow, aStep] = transposeA ? [4, 4 * rows] : [4 * depth, 4];
          const bRow = 4 * columns;
          kernels.across(4 * aAt, aRow, aStep, 4 * bAt, bRow, 4 * cAt, bRow, rows, columns, depth);
        }
        const expected = product(
          rows,
          columns,
          depth,
          (i, k) => a[transposeA ? k * rows + i : i * depth + k] ?? Number.NaN,
          (k, j) => b[transposeB ? j * depth + k : k * columns + j] ?? Number.NaN,
        );
        const gap = Math.max(...expected.map((value, i) => Math.abs(value - (heap[cAt + i] as number))));
        expect(gap).toBeLessThan(1e-5);
        // Nothing beside the result is written.
        expect(heap[cAt - 1]).toBeNaN();
        expect(heap[cAt + rows * columns]).toBeNaN();
      }
});
