/** Picking by index. tfjs: integers and booleans pass through f32; topk of one column doubles the gradient. */
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import source from '../../../../shaders/fixes/gather.wgsl?raw';
import ndSource from '../../../../shaders/fixes/gatherNd.wgsl?raw';
import { type Fix, type FixCall, isExact } from './fix';
import { relabel, runFlat } from './flatProgram';

type Gather = FixCall<{ x: TensorInfo; indices: TensorInfo }, { axis: number; batchDims: number }>;
type GatherNd = FixCall<{ params: TensorInfo; indices: TensorInfo }>;

export const gather: Fix = {
  GatherV2({ inputs, attrs, backend, original }: Gather) {
    const { x, indices } = inputs;
    if (!isExact(x)) return original();
    const axis = util.parseAxisParam(attrs.axis, x.shape)[0] ?? 0;
    const batchDims = attrs.batchDims ?? 0;
    const batch = sizeOf(x.shape.slice(0, batchDims));
    return runFlat(backend, {
      source,
      inputs: { x, indices },
      uniforms: {
        inner: sizeOf(x.shape.slice(axis + 1)),
        count: sizeOf(indices.shape.slice(batchDims)),
        width: x.shape[axis] ?? 1,
        outerPerBatch: sizeOf(x.shape.slice(0, axis)) / batch,
      },
      shape: [...x.shape.slice(0, axis), ...indices.shape.slice(batchDims), ...x.shape.slice(axis + 1)],
      dtype: x.dtype,
    });
  },
  TopK({ inputs: { x }, backend, original }: FixCall<{ x: TensorInfo }>) {
    if (x.shape.at(-1) !== 1) return original();
    // tfjs answers with x itself, and the gradient of one tensor under two names is counted twice.
    const indices = backend.makeTensorInfo(x.shape, 'int32', new Int32Array(sizeOf(x.shape)));
    return [relabel(backend, x, x.shape), indices];
  },
  GatherNd({ inputs: { params, indices }, backend, original }: GatherNd) {
    if (!isExact(params) && params.shape.length <= 4) return original();
    const depth = indices.shape.at(-1) ?? 1;
    const size = [...params.shape.slice(0, depth), ...Array.from({ length: 8 - depth }, () => 1)];
    const rest = params.shape.slice(depth);
    return runFlat(backend, {
      source: ndSource,
      inputs: { x: params, indices },
      uniforms: { inner: sizeOf(rest), depth, size },
      shape: [...indices.shape.slice(0, -1), ...rest],
      dtype: params.dtype,
    });
  },
};
