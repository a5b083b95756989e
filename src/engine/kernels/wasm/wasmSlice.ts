/**
 * Parts of a tensor on the heap of tfjs-wasm, which first copies the whole tensor out of it: what lies in one piece, and
 * what is cut along one axis; the pieces of a split; and tensors side by side, which it joins by a view for each row.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend_util, slice_util, type Tensor, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';

export interface SliceAttrs {
  begin: number | number[];
  size: number | number[];
}

/** Undefined: cut along more than one axis. */
export function wasmSlice(x: TensorInfo, attrs: SliceAttrs, backend: BackendWasm): TensorInfo | undefined {
  if (x.dtype === 'string') return undefined;
  const parsed = slice_util.parseSliceParams(x as Tensor, attrs.begin, attrs.size);
  const [begin, size] = parsed as [number[], number[]];
  if (!slice_util.isSliceContinous(x.shape, begin, size)) {
    const cut = size.flatMap((count, axis) => (count === x.shape[axis] ? [] : [axis]));
    const [axis] = cut;
    return axis === undefined || cut.length > 1
      ? undefined
      : cutAxis(backend, x, axis, begin[axis] as number, size[axis] as number);
  }
  const first = slice_util.computeFlatOffset(begin, util.computeStrides(x.shape));
  const result = backend.makeOutput(size, x.dtype);
  // Views are taken after the allocation, which may move the heap.
  const source = backend.typedArrayFromHeap(x);
  backend.typedArrayFromHeap(result).set(source.subarray(first, first + util.sizeFromShape(size)));
  return result;
}

export function wasmSplit(
  x: TensorInfo,
  { numOrSizeSplits, axis }: { numOrSizeSplits: number | number[]; axis: number },
  backend: BackendWasm,
): TensorInfo[] {
  const at = axis < 0 ? axis + x.shape.length : axis;
  let first = 0;
  return backend_util.prepareSplitSize(x as Tensor, numOrSizeSplits, at).map((count) => {
    const part = cutAxis(backend, x, at, first, count);
    first += count;
    return part;
  });
}

/** Undefined: nothing to join, or strings. */
export function wasmConcat(
  given: readonly TensorInfo[],
  { axis }: { axis: number },
  backend: BackendWasm,
): TensorInfo | undefined {
  const [first] = given;
  if (!first || given.some(({ dtype }) => dtype !== first.dtype || dtype === 'string')) return undefined;
  const at = axis < 0 ? axis + first.shape.length : axis;
  const parts = given.filter(({ shape }) => sizeOf(shape) > 0);
  if (parts.length < 2) return undefined;
  const total = parts.reduce((sum, { shape }) => sum + (shape[at] as number), 0);
  const shape = first.shape.map((count, i) => (i === at ? total : count));
  const result = backend.makeOutput(shape, first.dtype);
  const target = backend.typedArrayFromHeap(result);
  const width = sizeOf(shape.slice(at));
  let offset = 0;
  for (const part of parts) {
    const each = sizeOf(part.shape.slice(at));
    copyRuns(
      backend.typedArrayFromHeap(part),
      { from: 0, step: each },
      target,
      { from: offset, step: width },
      each,
    );
    offset += each;
  }
  return result;
}

function cutAxis(
  backend: BackendWasm,
  x: TensorInfo,
  axis: number,
  first: number,
  count: number,
): TensorInfo {
  const shape = x.shape.map((size, i) => (i === axis ? count : size));
  const result = backend.makeOutput(shape, x.dtype);
  if (sizeOf(shape) === 0) return result;
  const behind = sizeOf(shape.slice(axis + 1));
  copyRuns(
    backend.typedArrayFromHeap(x),
    { from: first * behind, step: (x.shape[axis] as number) * behind },
    backend.typedArrayFromHeap(result),
    { from: 0, step: count * behind },
    count * behind,
  );
  return result;
}

type Values = ReturnType<BackendWasm['typedArrayFromHeap']>;
interface Runs {
  from: number;
  step: number;
}

/** From this length on a run is copied at once. */
const longRun = 64;

/** Runs of `length` values, as many as either side has. */
function copyRuns(source: Values, read: Runs, target: Values, write: Runs, length: number): void {
  for (
    let from = read.from, to = write.from;
    from + length <= source.length && to + length <= target.length;
    from += read.step, to += write.step
  )
    if (length >= longRun) target.set(source.subarray(from, from + length), to);
    else for (let i = 0; i < length; i++) target[to + i] = source[from + i] as number;
}
