/** tfjs's matrix product on WASM, with our kernels where they apply: floats, at most one operand transposed. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import { heapOf } from './heapOf';
import { createMatMul, type MatMulKernels } from './matMulModule';

export interface MatMulInputs {
  a: TensorInfo;
  b: TensorInfo;
}
export interface MatMulAttrs {
  transposeA: boolean;
  transposeB: boolean;
}

const created = new WeakMap<BackendWasm, { kernels: MatMulKernels | undefined }>();

export function matMulKernelsOf(backend: BackendWasm): MatMulKernels | undefined {
  let found = created.get(backend);
  if (!found) {
    const memory = heapOf(backend);
    found = { kernels: memory && createMatMul(memory) };
    created.set(backend, found);
  }
  return found.kernels;
}

/** Multiplications from which a pool of threads, where there is one, beats our single one. */
const worthThreads = 2 ** 20;

/** Undefined: not for us. */
export function wasmMatMul(
  { a, b }: MatMulInputs,
  { transposeA, transposeB }: MatMulAttrs,
  backend: BackendWasm,
): TensorInfo | undefined {
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || (transposeA && transposeB)) return undefined;
  const kernels = matMulKernelsOf(backend);
  if (!kernels) return undefined;
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const count = sizeOf(batch);
  if ([batchA, batchB].some((own) => sizeOf(own) !== count && sizeOf(own) !== 1)) return undefined;
  const [heightA = 1, widthA = 1] = a.shape.slice(-2);
  const [heightB = 1, widthB = 1] = b.shape.slice(-2);
  const [rows, depth] = transposeA ? [widthA, heightA] : [heightA, widthA];
  const columns = transposeB ? heightB : widthB;
  if (depth === 0 || rows * columns === 0) return undefined;
  const plain = !transposeA && !transposeB;
  if (plain && rows * columns * depth > worthThreads && backend.wasm.tfjs.getThreadsCount() > 1)
    return undefined;

  const result = backend.makeOutput([...batch, rows, columns], 'float32');
  const address = (x: TensorInfo): number => backend.dataIdMap.get(x.dataId).memoryOffset;
  const [fromA, fromB, toC] = [address(a), address(b), address(result)];
  const stride = (own: readonly number[], size: number): number => (sizeOf(own) === 1 ? 0 : 4 * size);
  const [stepA, stepB] = [stride(batchA, rows * depth), stride(batchB, depth * columns)];
  for (let i = 0; i < count; i++) {
    const [atA, atB, atC] = [fromA + i * stepA, fromB + i * stepB, toC + i * 4 * rows * columns];
    const cRow = 4 * columns;
    if (transposeB) kernels.along(atA, 4 * depth, atB, 4 * depth, atC, cRow, rows, columns, depth);
    else {
      const [aRow, aStep] = transposeA ? [4, 4 * rows] : [4 * depth, 4];
      kernels.across(atA, aRow, aStep, atB, cRow, atC, cRow, rows, columns, depth);
    }
  }
  return result;
}
