/** Sums and means over axes that follow each other and are not the last, of floats: tfjs-wasm first turns the tensor. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';

export interface ReduceAttrs {
  axis?: number | number[];
  keepDims: boolean;
}

/** Undefined: other axes. Added up in float64. */
export function wasmReduce(
  x: TensorInfo,
  { axis, keepDims }: ReduceAttrs,
  mean: boolean,
  backend: BackendWasm,
): TensorInfo | undefined {
  const { shape } = x;
  const axes = util.parseAxisParam(axis as number | number[], shape).toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [axes[0], axes.at(-1)];
  if (x.dtype !== 'float32' || axes.length === 0 || last === shape.length - 1) return undefined;
  if (last - first !== axes.length - 1 || sizeOf(shape) === 0) return undefined;
  const count = sizeOf(shape.slice(first, last + 1));
  const inner = sizeOf(shape.slice(last + 1));
  const left = shape.flatMap((size, at) => (at < first || at > last ? [size] : keepDims ? [1] : []));
  const result = backend.makeOutput(left, 'float32');
  const [from, to] = [x, result].map((tensor) => backend.typedArrayFromHeap(tensor)) as [
    Float32Array,
    Float32Array,
  ];
  const sums = new Float64Array(inner);
  for (let outer = 0, read = 0; outer * inner < to.length; outer++) {
    sums.fill(0);
    for (let k = 0; k < count; k++)
      for (let i = 0; i < inner; i++, read++) sums[i] = (sums[i] as number) + (from[read] as number);
    for (let i = 0; i < inner; i++) to[outer * inner + i] = (sums[i] as number) / (mean ? count : 1);
  }
  return result;
}
