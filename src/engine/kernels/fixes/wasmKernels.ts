/**
 * Kernels tfjs-wasm lacks, and those it has wrong: where() on booleans writes four bytes for each one and destroys
 * its heap, -x and x * x of integers pass through float32, casts to bool truncate. Convolution gradients run on its
 * matrix product, so that a network trains without a GPU.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type {
  DataType,
  KernelConfig,
  KernelFunc,
  NamedAttrMap,
  NamedTensorInfoMap,
  StridedSliceAttrs,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { type MatMulAttrs, type MatMulInputs, wasmMatMul } from '../wasm/wasmMatMul';
import { type ReduceAttrs, wasmReduce } from '../wasm/wasmReduce';
import { type SliceAttrs, wasmConcat, wasmSlice, wasmSplit } from '../wasm/wasmSlice';
import { type ConvAttrs, planeGeometry, volumeGeometry } from './convGradients';
import { einsum } from './einsum';
import { averagePool, type WindowAttrs } from './pools';
import { wasmNaN } from './wasmNaN';
import {
  cutToWindows,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  filterGradient,
  hasGaps,
  inputGradient,
} from './taps';

export type WasmRun = (
  inputs: NamedTensorInfoMap,
  attrs: never,
  backend: BackendWasm,
  original: (inputs?: NamedTensorInfoMap, attrs?: NamedAttrMap) => TensorInfo,
) => TensorInfo | TensorInfo[];

function elementwise(
  backend: BackendWasm,
  shape: number[],
  dtype: DataType,
  inputs: TensorInfo[],
  value: (i: number, ...from: ArrayLike<number>[]) => number,
): TensorInfo {
  const result = backend.makeOutput(shape, dtype);
  // Views are taken after the allocation, which may move the heap.
  const views = inputs.map((input) => backend.typedArrayFromHeap(input));
  const target = backend.typedArrayFromHeap(result);
  for (let i = 0; i < target.length; i++) target[i] = value(i, ...views);
  return result;
}

const at = (values: ArrayLike<number> | undefined, i: number): number => values?.[i] ?? 0;

function kernels(tf: Ops): Record<string, WasmRun> {
  const onIntegers =
    (apply: (x: number) => number): WasmRun =>
    ({ x }, _attrs, backend, original) =>
      (x as TensorInfo).dtype === 'int32'
        ? elementwise(backend, (x as TensorInfo).shape, 'int32', [x as TensorInfo], (i, from) =>
            apply(at(from, i)),
          )
        : original();
  /** Where 'same' meets strides beyond the kernel, it answers zeros. */
  const withoutGaps =
    (depthwise: boolean): WasmRun =>
    (inputs, attrs: ConvAttrs, _backend, original) => {
      const { x, filter } = inputs as Record<'x' | 'filter', Tensor>;
      const geometry = planeGeometry(tf, x.shape, filter.shape, attrs, depthwise);
      if (!hasGaps(geometry)) return original();
      return tf.tidy(() => {
        const cut = cutToWindows(tf, x, geometry);
        return original({ x: cut, filter }, { ...attrs, pad: 'valid' } as unknown as NamedAttrMap) as Tensor;
      });
    };
  return {
    ...wasmNaN,
    /** As every other backend has it; that of tfjs-wasm copies, and every gradient keeps what it needs through this. */
    Identity({ x }, _attrs, backend, original) {
      const { dataId, shape, dtype } = x as TensorInfo;
      if (dtype === 'string') return original();
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
    Abs: onIntegers(Math.abs),
    Neg: onIntegers((x) => -x),
    Square: onIntegers((x) => Math.imul(x, x)),
    IsNan: ({ x }, _attrs, backend) =>
      elementwise(backend, (x as TensorInfo).shape, 'bool', [x as TensorInfo], (i, from) =>
        Number(Number.isNaN(from[i])),
      ),
    Cast({ x }, { dtype }: { dtype: DataType }, backend, original) {
      const input = x as TensorInfo;
      if (dtype !== 'bool' || input.dtype === 'bool') return original();
      return elementwise(backend, input.shape, 'bool', [input], (i, from) => Number(from[i] !== 0));
    },
    Select(inputs, _attrs, backend, original) {
      const { condition, t, e } = inputs as Record<'condition' | 't' | 'e', TensorInfo>;
      if (t.dtype !== 'bool') return original();
      const span = Math.max(1, sizeOf(t.shape) / Math.max(1, sizeOf(condition.shape)));
      return elementwise(backend, t.shape, 'bool', [condition, t, e], (i, chosen, yes, no) =>
        at(chosen, Math.floor(i / span)) ? at(yes, i) : at(no, i),
      );
    },
    Reverse({ x }, { dims }: { dims?: number | number[] }, backend, original) {
      const input = x as TensorInfo;
      if (input.dtype !== 'bool') return original();
      const rank = input.shape.length;
      const axes = [dims ?? input.shape.map((_, i) => i)]
        .flat()
        .map((axis) => (axis < 0 ? axis + rank : axis));
      return elementwise(backend, input.shape, 'bool', [input], (i, from) => {
        let [place, rest, stride] = [0, i, 1];
        for (let axis = rank - 1; axis >= 0; axis--) {
          const n = input.shape[axis] ?? 1;
          const c = rest % n;
          place += (axes.includes(axis) ? n - 1 - c : c) * stride;
          rest = Math.floor(rest / n);
          stride *= n;
        }
        return at(from, place);
      });
    },
    Slice({ x }, attrs: SliceAttrs, backend, original) {
      return wasmSlice(x as TensorInfo, attrs, backend) ?? original();
    },
    Sum({ x }, attrs: ReduceAttrs, backend, original) {
      return wasmReduce(x as TensorInfo, attrs, false, backend) ?? original();
    },
    Mean({ x }, attrs: ReduceAttrs, backend, original) {
      return wasmReduce(x as TensorInfo, attrs, true, backend) ?? original();
    },
    SplitV({ x }, attrs: { numOrSizeSplits: number | number[]; axis: number }, backend, original) {
      const input = x as TensorInfo;
      return input.dtype === 'string' ? original() : wasmSplit(input, attrs, backend);
    },
    Concat(inputs, attrs: { axis: number }, backend, original) {
      return wasmConcat(Object.values(inputs) as TensorInfo[], attrs, backend) ?? original();
    },
    StridedSlice({ x }, attrs: StridedSliceAttrs, backend, original) {
      const input = x as TensorInfo;
      if (input.dtype === 'float32') return original();
      const { begin, end, strides, finalShape } = tf.slice_util.sliceInfo(
        input.shape,
        attrs.begin,
        attrs.end,
        attrs.strides,
        attrs.beginMask,
        attrs.endMask,
        attrs.ellipsisMask,
        attrs.newAxisMask,
        attrs.shrinkAxisMask,
      );
      const dense = tf.slice_util.computeOutShape(begin, end, strides);
      return elementwise(backend, finalShape, input.dtype, [input], (i, from) => {
        let [place, rest, stride] = [0, i, 1];
        for (let axis = dense.length - 1; axis >= 0; axis--) {
          const n = dense[axis] ?? 1;
          place += ((begin[axis] ?? 0) + (strides[axis] ?? 1) * (rest % n)) * stride;
          rest = Math.floor(rest / n);
          stride *= input.shape[axis] ?? 1;
        }
        return at(from, place);
      });
    },
    UnsortedSegmentSum(inputs, { numSegments }: { numSegments: number }, backend) {
      const { x, segmentIds } = inputs as Record<'x' | 'segmentIds', TensorInfo>;
      const rest = x.shape.slice(segmentIds.shape.length);
      const inner = sizeOf(rest);
      const result = backend.makeOutput([numSegments, ...rest], x.dtype);
      const [values, ids] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(segmentIds)];
      const target = backend.typedArrayFromHeap(result).fill(0);
      ids.forEach((id, row) => {
        if (id < 0 || id >= numSegments) return;
        for (let i = 0; i < inner; i++)
          target[id * inner + i] = at(target, id * inner + i) + at(values, row * inner + i);
      });
      return result;
    },
    Conv2D: withoutGaps(false),
    DepthwiseConv2dNative: withoutGaps(true),
    Einsum: (inputs, { equation }: { equation: string }) =>
      einsum(tf, equation, Object.values(inputs) as Tensor[]),
    // NaN becomes minus infinity.
    AvgPool: ({ x }, attrs: WindowAttrs) => averagePool(tf, x as Tensor, attrs),
    BatchMatMul(inputs, attrs: MatMulAttrs, backend, original) {
      return wasmMatMul(inputs as unknown as MatMulInputs, attrs, backend) ?? original();
    },
    Conv2DBackpropFilter(inputs, attrs: ConvAttrs & { filterShape: number[] }) {
      const { x, dy } = inputs as Record<'x' | 'dy', Tensor>;
      return filterGradient(tf, x, dy, planeGeometry(tf, x.shape, attrs.filterShape, attrs, false));
    },
    Conv2DBackpropInput(inputs, attrs: ConvAttrs & { inputShape: number[] }, _backend, original) {
      const { dy, filter } = inputs as Record<'dy' | 'filter', Tensor>;
      const geometry = planeGeometry(tf, attrs.inputShape, filter.shape, attrs, false);
      // With gaps between the windows it leaves what was in memory.
      return hasGaps(geometry) ? inputGradient(tf, dy, filter, geometry) : original();
    },
    Conv3DBackpropInputV2(inputs, attrs: ConvAttrs & { inputShape: number[] }) {
      const { dy, filter } = inputs as Record<'dy' | 'filter', Tensor>;
      return inputGradient(tf, dy, filter, volumeGeometry(tf, attrs.inputShape, filter.shape, attrs));
    },
    Conv3DBackpropFilterV2(inputs, attrs: ConvAttrs & { filterShape: number[] }) {
      const { x, dy } = inputs as Record<'x' | 'dy', Tensor>;
      return filterGradient(tf, x, dy, volumeGeometry(tf, x.shape, attrs.filterShape, attrs));
    },
    DepthwiseConv2dNativeBackpropFilter(inputs, attrs: ConvAttrs & { filterShape: number[] }) {
      const { x, dy } = inputs as Record<'x' | 'dy', Tensor>;
      return depthwiseFilterGradient(tf, x, dy, planeGeometry(tf, x.shape, attrs.filterShape, attrs, true));
    },
    DepthwiseConv2dNativeBackpropInput(inputs, attrs: ConvAttrs & { inputShape: number[] }) {
      const { dy, filter } = inputs as Record<'dy' | 'filter', Tensor>;
      return depthwiseInputGradient(
        tf,
        dy,
        filter,
        planeGeometry(tf, attrs.inputShape, filter.shape, attrs, true),
      );
    },
  };
}

const registered = new WeakSet<KernelFunc>();

export function registerWasmKernels(tf: Ops): void {
  for (const [kernelName, run] of Object.entries(kernels(tf))) {
    const config: KernelConfig | undefined = tf.getKernel(kernelName, 'wasm');
    const original = config?.kernelFunc;
    if (original !== undefined && registered.has(original)) return;
    if (original !== undefined) tf.unregisterKernel(kernelName, 'wasm');
    const kernelFunc: KernelFunc = ({ inputs, attrs, backend }) =>
      run(inputs, attrs as never, backend as BackendWasm, (ownInputs = inputs, ownAttrs = attrs) => {
        if (original === undefined) throw new Error(`${kernelName} has no kernel for these tensors.`);
        return original({ inputs: ownInputs, attrs: ownAttrs, backend }) as TensorInfo;
      });
    registered.add(kernelFunc);
    tf.registerKernel({ ...config, kernelName, backendName: 'wasm', kernelFunc });
  }
}
