/**
 * What a training holds at most, from its description alone: data on the device, weights with the state of the
 * optimiser in the versions that live at the same time, and the larger of what one step keeps from the forward pass
 * to its gradient and what a pass over a whole split keeps. An estimate: held against the measured peak by
 * estimateMemory.test.ts (tables) and fieldMemory.gpu.test.ts (fields).
 */
import type { LayerRegistry } from '../layers/registry';
import { layers as listedLayers } from '../layers/registry';
import type { ArchNode, ArchSpec } from './archSpec';
import { evaluateRows } from './evaluateRows';
import { inferShapes, weightCount } from './shapes';
import { sizeOf } from './sizeOf';

export interface MemoryRequest {
  arch: ArchSpec;
  /** Rows of a forward pass; more rows of a step come one batch after the other. */
  batchSize: number;
  /** Values of a row as it is laid out for a step: the input and the target. */
  rowValues: number;
  /** Values that stay on the device, if they fit one of its tensors; rows may share them. */
  dataValues: number;
  /** Of the largest split. */
  rows: number;
  /** State tensors of the optimiser for every weight. */
  slots: number;
  /** A GPU frees buffers only when the work that used them was sent off. */
  gpu?: boolean;
}

export interface MemoryEstimate {
  bytes: number;
  /** Grows with the batch. */
  bytesPerRow: number;
  /** Whatever the batch: data, weights and their versions. */
  fixedBytes: number;
  /** Of a pass over a whole split, beside what is fixed. */
  evaluateBytes: number;
  /** The largest tensor of a step. */
  largestBytes: number;
}

const bytesEach = 4;
/** Where a layer does not say: a linear map and its bias, say. */
const keepsOtherwise = 2;
/** Every value that is kept meets its gradient. */
const withGradient = 2;
/** Values of the size of the widest layer that wait to be freed on a GPU: measured on networks of 4-D convolutions. */
const waiting = 5;

/** Of one layer: its result, and what a step holds of it from the forward pass until its gradient is there, as counted below. */
export const layerBytes = (
  { values, keeps }: { values: number; keeps: number },
  batch: number,
): { forward: number; step: number } => ({
  forward: bytesEach * values * batch,
  step: bytesEach * withGradient * keeps * batch,
});

/** `maxTensorBytes`: data beyond it stays on the host and is sent batch by batch. */
export function estimateMemory(
  request: MemoryRequest,
  maxTensorBytes = Number.POSITIVE_INFINITY,
  layers: LayerRegistry = listedLayers,
): MemoryEstimate {
  const { arch, batchSize, rowValues, dataValues, rows, slots, gpu } = request;
  const shapes = inferShapes(arch, layers);
  const sizes = arch.nodes.map((node) => sizeOf(shapes.get(node.id) ?? []));
  const inputsOf = (node: ArchNode) => node.inputs.map((name) => shapes.get(name) ?? []);
  const kept = (training: boolean) =>
    arch.nodes.reduce((sum, node, i) => {
      const keeps = layers.get(node.type).keeps?.(node.params, training, inputsOf(node)) ?? keepsOtherwise;
      return sum + keeps * (sizes[i] ?? 0);
    }, 0);
  const bytesPerRow =
    bytesEach * (rowValues + withGradient * kept(true) + (gpu ? waiting * Math.max(...sizes) : 0));
  const state = weightCount(arch, layers) * (1 + slots);
  // Before and after the step, and the last confirmed one, to which a failed step is traced back.
  const versions = 3 * state;
  // Views of them before and after, gradients as they come and as they are packed.
  const gradients = 4 * weightCount(arch, layers);
  const data = dataValues * bytesEach <= maxTensorBytes ? dataValues : 0;
  const fixedBytes =
    bytesEach * (data + versions + gradients + (gpu ? 0 : laidOut(arch, shapes, batchSize, layers)));
  const evaluated = Math.min(rows, evaluateRows(Math.max(...[...shapes.values()].map(sizeOf))));
  const evaluateBytes = bytesEach * evaluated * (rowValues + kept(false));
  return {
    bytes: fixedBytes + Math.max(batchSize * bytesPerRow, evaluateBytes),
    bytesPerRow,
    fixedBytes,
    evaluateBytes,
    largestBytes: bytesEach * Math.max(state, ...sizes.map((size) => size * Math.max(batchSize, evaluated))),
  };
}

/** Of the widest convolution where the device has no kernel for it; the engine lays out at most so many at a time. */
const mostLaidOut = 2 ** 24;

function laidOut(
  arch: ArchSpec,
  shapes: ReadonlyMap<string, number[]>,
  batchSize: number,
  layers: LayerRegistry,
): number {
  const inputs = new Set(arch.inputs.map(({ name }) => name));
  const widest = arch.nodes.map((node) => {
    const size = layers.get(node.type).laidOut?.(
      node.inputs.map((name) => shapes.get(name) ?? []),
      node.params,
    );
    // Nobody asks for the gradient to the data.
    return size
      ? Math.max(size.forward, node.inputs.some((name) => inputs.has(name)) ? 0 : size.backward)
      : 0;
  });
  return Math.min(mostLaidOut, batchSize * Math.max(0, ...widest));
}

/** The largest batch whose steps take so many bytes, in tensors no larger than `maxTensorBytes`; 0 if none does. */
export function batchThatFits(request: MemoryRequest, bytes: number, maxTensorBytes: number): number {
  const { fixedBytes, bytesPerRow } = estimateMemory(request, maxTensorBytes);
  let batch = Math.max(0, Math.min(Math.floor((bytes - fixedBytes) / bytesPerRow), request.batchSize));
  while (batch > 0 && estimateMemory({ ...request, batchSize: batch }).largestBytes > maxTensorBytes)
    batch = Math.floor(batch / 2);
  return batch;
}
