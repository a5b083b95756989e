/** Where the matrices of a host loop lie, and what multiplies them: plain arrays, or the heap of the WASM backend. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { matMulKernelsOf } from '../wasm/wasmMatMul';

export interface Block {
  values: Float32Array;
  address: number;
}

export interface HostSpace {
  /** Blocks of so many elements, until `close`. */
  open(sizes: readonly number[]): Block[];
  /** c [rows, columns] = a [rows, depth] b [depth, columns] */
  multiply(a: Block, b: Block, c: Block, rows: number, columns: number, depth: number): void;
  close(): void;
}

export const plainSpace = (): HostSpace => ({
  open: (sizes) => sizes.map((size) => ({ values: new Float32Array(size), address: 0 })),
  multiply({ values: a }, { values: b }, { values: c }, rows, columns, depth) {
    const sums = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      sums.fill(0);
      for (let k = 0; k < depth; k++) {
        const factor = a[i * depth + k]!;
        const at = k * columns;
        for (let j = 0; j < columns; j++) sums[j]! += factor * b[at + j]!;
      }
      c.set(sums, i * columns);
    }
  },
  close: () => undefined,
});

export function spaceOn(backend: unknown): HostSpace {
  const wasm = backend as BackendWasm;
  const kernels = 'wasm' in wasm ? matMulKernelsOf(wasm) : undefined;
  if (!kernels) return plainSpace();
  let tensors: ReturnType<BackendWasm['makeOutput']>[] = [];
  return {
    open(sizes) {
      tensors = sizes.map((size) => wasm.makeOutput([size], 'float32'));
      // Views only when nothing more is made: memory that grows leaves them behind.
      return tensors.map((tensor) => ({
        values: wasm.typedArrayFromHeap(tensor) as Float32Array,
        address: wasm.dataIdMap.get(tensor.dataId).memoryOffset,
      }));
    },
    multiply: (a, b, c, rows, columns, depth) =>
      kernels.across(
        a.address,
        4 * depth,
        4,
        b.address,
        4 * columns,
        c.address,
        4 * columns,
        rows,
        columns,
        depth,
      ),
    close() {
      for (const { dataId } of tensors) wasm.disposeData(dataId);
    },
  };
}
