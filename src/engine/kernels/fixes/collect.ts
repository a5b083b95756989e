/**
 * Adding up by index. tfjs: a bool scatterNd does not compile, integer segment sums are garbage, integers lose bits,
 * counts of a matrix without weights are 1. Ours collects from the side of the result, without atomics: floats too
 * where the same bits are wanted, the gradient of gather among them.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import bincountSource from '../../../../shaders/fixes/bincount.wgsl?raw';
import source from '../../../../shaders/fixes/scatterNd.wgsl?raw';
import { isDeterministic } from '../determinism';
import { type Fix, type FixCall, isExact } from './fix';
import { runFlat } from './flatProgram';

function scatter(
  backend: WebGPUBackend,
  indices: TensorInfo,
  updates: TensorInfo,
  shape: readonly number[],
  base?: TensorInfo,
): TensorInfo {
  const depth = indices.shape.at(-1) ?? 1;
  const size = [...shape.slice(0, depth), ...Array.from({ length: 8 - depth }, () => 1)];
  return runFlat(backend, {
    source,
    prelude: `const MODE = ${base ? 1 : 0};\nfn start(i : i32) -> Element { return Element(${base ? 'base[i]' : '0'}); }`,
    inputs: { indices, updates, ...(base && { base }) },
    uniforms: {
      inner: sizeOf(shape.slice(depth)),
      depth,
      count: sizeOf(indices.shape) / Math.max(1, depth),
      size,
    },
    shape,
    dtype: updates.dtype,
  });
}

type Scatter = FixCall<{ indices: TensorInfo; updates: TensorInfo }, { shape: number[] }>;
type Update = FixCall<Record<'tensor' | 'indices' | 'updates', TensorInfo>>;
type Segments = FixCall<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }>;
type Count = FixCall<{ x: TensorInfo; weights: TensorInfo }, { size: number; binaryOutput?: boolean }>;

function count({ inputs: { x, weights }, attrs: { size, binaryOutput }, backend }: Count): TensorInfo {
  const width = x.shape.at(-1) ?? 1;
  const weighted = sizeOf(weights.shape) > 0 && !binaryOutput;
  return runFlat(backend, {
    source: bincountSource,
    prelude: `const MODE = ${binaryOutput ? 2 : weighted ? 1 : 0};
      fn weight(i : i32) -> Element { return Element(${weighted ? 'weights[i]' : '1'}); }`,
    inputs: { x, ...(weighted && { weights }) },
    uniforms: { width, bins: size },
    shape: [...x.shape.slice(0, -1), size],
    dtype: weights.dtype,
  });
}

export const collect: Fix = {
  ScatterNd({ inputs: { indices, updates }, attrs: { shape }, backend, original }: Scatter) {
    return isExact(updates) || isDeterministic() ? scatter(backend, indices, updates, shape) : original();
  },
  TensorScatterUpdate({ inputs: { tensor, indices, updates }, backend, original }: Update) {
    return isExact(tensor) || isDeterministic()
      ? scatter(backend, indices, updates, tensor.shape, tensor)
      : original();
  },
  UnsortedSegmentSum({ inputs: { x, segmentIds }, attrs: { numSegments }, backend, original }: Segments) {
    if (!isExact(x) && !isDeterministic()) return original();
    const indices = { ...segmentIds, shape: [sizeOf(segmentIds.shape), 1] };
    return scatter(backend, indices, x, [numSegments, ...x.shape.slice(segmentIds.shape.length)]);
  },
  DenseBincount: (call: Count) => count(call),
  Bincount: (call: Count) => count(call),
};
