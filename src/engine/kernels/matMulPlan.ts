/** Chooses the kernel of a matrix product for its sizes. Plain numbers: it runs, and is tested, without a GPU. */
import naive from '../../../shaders/matMul/naive.wgsl?raw';
import tiled from '../../../shaders/matMul/tiled.wgsl?raw';
import { gridFor, type KernelPlan } from './dispatch';

export interface MatMulSizes {
  batch: number;
  rows: number;
  columns: number;
  depth: number;
  transposeA: boolean;
  transposeB: boolean;
  /** One matrix for all of the batch. */
  repeatA?: boolean;
  repeatB?: boolean;
}

/** Large tiles only where there are enough of them to keep a GPU busy. */
const enoughTiles = 512;

/** Buffers by role: a, b, c. */
export function planMatMul(sizes: MatMulSizes, variant: 'fast' | 'naive' = 'fast'): KernelPlan {
  const { batch, rows, columns, depth, transposeA, transposeB, repeatA, repeatB } = sizes;
  const uniforms = Uint32Array.from([
    ...[batch, rows, columns, depth],
    ...[repeatA ? 0 : rows * depth, transposeA ? 1 : depth, transposeA ? rows : 1],
    ...[repeatB ? 0 : depth * columns, transposeB ? 1 : columns, transposeB ? depth : 1],
    ...[0, 0],
  ]);
  const tilesOf = (size: number): number => batch * Math.ceil(rows / size) * Math.ceil(columns / size);
  const size = variant === 'naive' ? 1 : tilesOf(8) >= enoughTiles ? 8 : 4;
  const program =
    size === 1
      ? { source: naive, entryPoint: 'main', constants: {} }
      : { source: tiled, entryPoint: `tile${size}`, constants: {} };
  return {
    dispatches: [{ program, uniforms, bindings: ['a', 'b', 'c'], workgroups: gridFor(tilesOf(size)) }],
    scratch: new Map(),
  };
}
