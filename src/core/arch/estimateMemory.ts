/**
 * What a training holds at most, from its description alone: data on the device, weights with the state of the
 * optimiser in the versions that live at the same time, and what one step keeps from the forward pass to its gradient.
 * An estimate: held against the measured peak of real steps by estimateMemory.test.ts.
 */
import type { LayerRegistry } from '../layers/registry';
import { layers as listedLayers } from '../layers/registry';
import type { ArchSpec } from './archSpec';
import { inferShapes, weightCount } from './shapes';

export interface MemoryWish {
  arch: ArchSpec;
  /** Rows of a forward pass; more rows of a step come one batch after the other. */
  batchSize: number;
  /** Values of a row: the features and the target. */
  rowValues: number;
  /** Rows that stay on the device. */
  rows: number;
  /** State tensors of the optimiser for every weight. */
  slots: number;
}

export interface MemoryEstimate {
  bytes: number;
  /** Grows with the batch. */
  bytesPerRow: number;
  /** The largest tensor of a step. */
  largestBytes: number;
}

const bytesEach = 4;
/** Where a layer does not say: a linear map and its bias, say. */
const keepsOtherwise = 2;
/** Every value that is kept meets its gradient. */
const withGradient = 2;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

export function estimateMemory(wish: MemoryWish, layers: LayerRegistry = listedLayers): MemoryEstimate {
  const { arch, batchSize, rowValues, rows, slots } = wish;
  const shapes = inferShapes(arch, layers);
  const sizes = arch.nodes.map((node) => sizeOf(shapes.get(node.id) ?? []));
  const kept = arch.nodes.reduce((sum, node, i) => {
    const keeps = layers.get(node.type).keeps?.(node.params) ?? keepsOtherwise;
    return sum + keeps * (sizes[i] ?? 0);
  }, 0);
  const bytesPerRow = bytesEach * (rowValues + withGradient * kept);
  const state = weightCount(arch, layers) * (1 + slots);
  // Before and after the step, and the last confirmed one, to which a failed step is traced back.
  const versions = 3 * state;
  // Views of them before and after, gradients as they come and as they are packed.
  const beside = 4 * weightCount(arch, layers);
  const fixed = bytesEach * (rows * rowValues + versions + beside);
  return {
    bytes: fixed + batchSize * bytesPerRow,
    bytesPerRow,
    largestBytes: bytesEach * Math.max(rows * rowValues, state, ...sizes.map((size) => size * batchSize)),
  };
}

/** The largest batch that a memory of so many bytes takes, tensors no larger than `largestBytes`; 0 if none does. */
export function batchThatFits(wish: MemoryWish, bytes: number, largestBytes: number): number {
  const one = estimateMemory({ ...wish, batchSize: 1 });
  const byMemory = Math.floor((bytes - one.bytes) / one.bytesPerRow) + 1;
  if (byMemory < 1) return 0;
  let batch = Math.min(byMemory, wish.batchSize);
  while (batch > 0 && estimateMemory({ ...wish, batchSize: batch }).largestBytes > largestBytes)
    batch = Math.floor(batch / 2);
  return batch;
}
