/** Taking apart. tfjs: integers lose bits on the way, a space of integers does not compile. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import { type Fix, type FixCall, isExact } from './fix';
import { runRemap, runTranspose } from './remap';

function part(backend: WebGPUBackend, x: TensorInfo, axis: number, first: number, count: number): TensorInfo {
  const shape = x.shape.map((n, i) => (i === axis ? count : n));
  return runRemap(backend, x, { shape, begin: x.shape.map((_, i) => (i === axis ? first : 0)) });
}

type Split = FixCall<{ x: TensorInfo }, { numOrSizeSplits: number | number[]; axis: number }>;
type Unpack = FixCall<{ value: TensorInfo }, { axis: number }>;
type Blocks = FixCall<{ x: TensorInfo }, { blockShape: number[]; crops: number[][] }>;

export const split: Fix = {
  SplitV({ inputs: { x }, attrs, backend, original }: Split) {
    if (!isExact(x)) return original();
    const axis = attrs.axis < 0 ? attrs.axis + x.shape.length : attrs.axis;
    const sizes = backend_util.prepareSplitSize(x as never, attrs.numOrSizeSplits, axis);
    let first = 0;
    return sizes.map((size) => {
      const piece = part(backend, x, axis, first, size);
      first += size;
      return piece;
    });
  },
  Unpack({ inputs: { value }, attrs, backend, original }: Unpack) {
    if (!isExact(value)) return original();
    const axis = attrs.axis < 0 ? attrs.axis + value.shape.length : attrs.axis;
    const shape = value.shape.filter((_, i) => i !== axis);
    return Array.from({ length: value.shape[axis] ?? 0 }, (_, i) => ({
      ...part(backend, value, axis, i, 1),
      shape,
    }));
  },
  BatchToSpaceND({ inputs: { x }, attrs: { blockShape, crops }, backend, original }: Blocks) {
    if (!isExact(x)) return original();
    const blocks = sizeOf(blockShape);
    const open = backend_util.getReshaped(x.shape, blockShape, blocks);
    const order = backend_util.getPermuted(open.length, blockShape.length);
    const whole = backend_util.getReshapedPermuted(x.shape, blockShape, blocks);
    const rest = whole.slice(blockShape.length + 1);
    const begin = [...backend_util.getSliceBeginCoords(crops, blockShape.length), ...rest.map(() => 0)].slice(
      0,
      whole.length,
    );
    const cropped = backend_util.getSliceSize(whole, crops, blockShape.length);
    const shape = [...cropped, ...rest].slice(0, whole.length);
    const moved = runTranspose(backend, { ...x, shape: open }, order);
    const result = runRemap(backend, { ...moved, shape: whole }, { shape, begin });
    backend.disposeData(moved.dataId);
    return result;
  },
};
