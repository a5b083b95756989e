/** Chooses the kernel of a matrix product for its sizes. Plain numbers: it runs, and is tested, without a GPU. */
import loadAcross from '../../../shaders/matMul/loadAcross.wgsl?raw';
import loadAlong from '../../../shaders/matMul/loadAlong.wgsl?raw';
import loadSingle from '../../../shaders/matMul/loadSingle.wgsl?raw';
import naive from '../../../shaders/matMul/naive.wgsl?raw';
import product from '../../../shaders/matMul/product.wgsl?raw';
import tiled from '../../../shaders/matMul/tiled.wgsl?raw';
import { gridFor, type KernelPlan } from './dispatch';
import type { Program } from './pipelineCache';

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
const enoughTiles = 64;

/** The files read `a`; for b the same text with its names. */
const forB = (source: string): string =>
  source
    .replaceAll('binding(1)', 'binding(2)')
    .replaceAll(/\ba\b(?=[:[])/g, 'b')
    .replaceAll(/(load|stepOf)A/g, '$1B')
    .replaceAll('p.aStep', 'p.bStep');

/** `width`: rows of a or columns of b. */
function loaderOf(stepIsNext: boolean, width: number, depth: number): string {
  if (stepIsNext) return depth % 4 === 0 ? loadAlong : loadSingle;
  return width % 4 === 0 ? loadAcross : loadSingle;
}

/** Buffers by role: a, b, c. */
export function planMatMul(sizes: MatMulSizes, variant: 'fast' | 'naive' = 'fast'): KernelPlan {
  const { batch, rows, columns, depth, transposeA, transposeB, repeatA, repeatB } = sizes;
  const stridesA = [repeatA ? 0 : rows * depth, transposeA ? 1 : depth, transposeA ? rows : 1];
  const stridesB = [repeatB ? 0 : depth * columns, transposeB ? 1 : columns, transposeB ? depth : 1];
  // In the order of struct Product, filled up to whole vectors.
  const uniforms = Uint32Array.from([batch, rows, columns, depth, ...stridesA, ...stridesB, 0, 0]);
  const tilesOf = (size: number): number => batch * Math.ceil(rows / size) * Math.ceil(columns / size);
  const size = variant === 'naive' ? 1 : tilesOf(8) >= enoughTiles ? 8 : 4;
  const loaders = [loaderOf(!transposeA, rows, depth), forB(loaderOf(transposeB, columns, depth))];
  const program: Program =
    size === 1
      ? { source: product + naive, entryPoint: 'main', constants: {} }
      : {
          source: [product, ...loaders, tiled].join('\n'),
          entryPoint: `tile${size}`,
          constants: { ragged: Number(depth % 4 !== 0) },
        };
  return {
    dispatches: [{ program, uniforms, bindings: ['a', 'b', 'c'], workgroups: gridFor(tilesOf(size)) }],
    scratch: new Map(),
  };
}
