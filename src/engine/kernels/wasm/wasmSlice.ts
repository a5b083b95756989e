/** A part of a tensor that lies in one piece. tfjs-wasm first copies the whole tensor out of its heap. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { slice_util, type Tensor, type TensorInfo, util } from '@tensorflow/tfjs-core';

export interface SliceAttrs {
  begin: number | number[];
  size: number | number[];
}

/** Undefined: not in one piece. */
export function wasmSlice(x: TensorInfo, attrs: SliceAttrs, backend: BackendWasm): TensorInfo | undefined {
  if (x.dtype === 'string') return undefined;
  const parsed = slice_util.parseSliceParams(x as Tensor, attrs.begin, attrs.size);
  const [begin, size] = parsed as [number[], number[]];
  if (!slice_util.isSliceContinous(x.shape, begin, size)) return undefined;
  const first = slice_util.computeFlatOffset(begin, util.computeStrides(x.shape));
  const result = backend.makeOutput(size, x.dtype);
  // Views are taken after the allocation, which may move the heap.
  const source = backend.typedArrayFromHeap(x);
  backend.typedArrayFromHeap(result).set(source.subarray(first, first + util.sizeFromShape(size)));
  return result;
}
