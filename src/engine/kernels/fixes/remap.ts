/**
 * Transpose, slice, strided slice, pad, tile, reverse. tfjs: integers of rank 3 and more do not compile or lose
 * bits, rank 6 does not compile, tile above rank 4 is computed by a read-back that a worker answers with zeros.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { slice_util, type StridedSliceAttrs, type TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import source from '../../../../shaders/fixes/remap.wgsl?raw';
import { type Fix, type FixCall, isExact } from './fix';
import { maxAxes, relabel, runFlat, toAxes } from './flatProgram';

interface Map {
  shape: readonly number[];
  /** Which output axis drives each input axis. */
  order?: readonly number[];
  begin?: readonly number[];
  step?: readonly number[];
  mode?: keyof typeof modes;
  fill?: number;
}

const modes = { inside: 0, wrap: 1, fill: 2, reflect: 3, symmetric: 4 };

export function runRemap(backend: WebGPUBackend, x: TensorInfo, map: Map): TensorInfo {
  const { shape, begin = [], step = [], mode = 'inside', fill = 0 } = map;
  const lead = maxAxes - x.shape.length;
  const order = map.order ?? x.shape.map((_, i) => i);
  return runFlat(backend, {
    source,
    prelude: `const MODE = ${modes[mode]};`,
    inputs: { x },
    uniforms: {
      out: toAxes(shape, 1),
      in: toAxes(x.shape, 1),
      begin: toAxes(begin.length > 0 ? begin : x.shape.map(() => 0), 0),
      step: toAxes(step.length > 0 ? step : x.shape.map(() => 1), 1),
      order: [...Array.from({ length: lead }, (_, i) => i), ...order.map((axis) => axis + lead)],
    },
    floats: { fill },
    shape,
    dtype: x.dtype,
  });
}

export function runTranspose(backend: WebGPUBackend, x: TensorInfo, perm: readonly number[]): TensorInfo {
  // Output axis i is input axis perm[i], so input axis perm[i] is driven by output axis i.
  const order = x.shape.map((_, axis) => perm.indexOf(axis));
  return runRemap(backend, x, { shape: perm.map((axis) => x.shape[axis] ?? 1), order });
}

type One = { x: TensorInfo };
/** tfjs's own float kernels are right and tuned up to here. */
const plain = (x: TensorInfo, rank: number): boolean => !isExact(x) && x.shape.length <= rank;
const sliceOf = (x: TensorInfo, begin: number[], size: number[]) =>
  slice_util.parseSliceParams(x as never, begin, size);

export const remap: Fix = {
  Transpose({ inputs: { x }, attrs: { perm }, backend, original }: FixCall<One, { perm: number[] }>) {
    return plain(x, 5) ? original() : runTranspose(backend, x, perm);
  },
  Slice({ inputs: { x }, attrs, backend, original }: FixCall<One, { begin: number[]; size: number[] }>) {
    if (plain(x, 5)) return original();
    const [begin = [], shape = []] = sliceOf(x, attrs.begin, attrs.size);
    slice_util.assertParamsValid(x as never, begin, shape);
    return runRemap(backend, x, { shape, begin });
  },
  PadV2(call: FixCall<One, { paddings: [number, number][]; constantValue: number }>) {
    const { inputs, attrs, backend, original } = call;
    const { x } = inputs;
    if (plain(x, 4) || sizeOf(x.shape) === 0) return original();
    const shape = x.shape.map((n, i) => n + (attrs.paddings[i]?.[0] ?? 0) + (attrs.paddings[i]?.[1] ?? 0));
    const begin = attrs.paddings.map(([before]) => -before);
    return runRemap(backend, x, { shape, begin, mode: 'fill', fill: attrs.constantValue });
  },
  Tile({ inputs: { x }, attrs: { reps }, backend, original }: FixCall<One, { reps: number[] }>) {
    if (plain(x, 4)) return original();
    return runRemap(backend, x, { shape: x.shape.map((n, i) => n * (reps[i] ?? 1)), mode: 'wrap' });
  },
  Reverse({ inputs: { x }, attrs: { dims }, backend }: FixCall<One, { dims?: number | number[] }>) {
    const rank = x.shape.length;
    if (rank === 0) return relabel(backend, x, x.shape);
    const axes = [dims ?? x.shape.map((_, i) => i)].flat().map((axis) => (axis < 0 ? axis + rank : axis));
    const flipped = x.shape.map((_, i) => axes.includes(i));
    return runRemap(backend, x, {
      shape: x.shape,
      begin: x.shape.map((n, i) => (flipped[i] ? n - 1 : 0)),
      step: flipped.map((flip) => (flip ? -1 : 1)),
    });
  },
  MirrorPad(call: FixCall<One, { paddings: [number, number][]; mode: 'reflect' | 'symmetric' }>) {
    const { inputs, attrs, backend, original } = call;
    const { x } = inputs;
    if (!isExact(x)) return original();
    const shape = x.shape.map((n, i) => n + (attrs.paddings[i]?.[0] ?? 0) + (attrs.paddings[i]?.[1] ?? 0));
    return runRemap(backend, x, {
      shape,
      begin: attrs.paddings.map(([before]) => -before),
      mode: attrs.mode,
    });
  },
  StridedSlice(call: FixCall<One, StridedSliceAttrs>) {
    const { inputs, attrs, backend } = call;
    const { x } = inputs;
    const info = slice_util.sliceInfo(
      x.shape,
      attrs.begin,
      attrs.end,
      attrs.strides,
      attrs.beginMask,
      attrs.endMask,
      attrs.ellipsisMask,
      attrs.newAxisMask,
      attrs.shrinkAxisMask,
    );
    const { begin, end, strides, finalShape } = info;
    const dense = slice_util.computeOutShape(begin, end, strides);
    const result = runRemap(backend, x, { shape: dense, begin, step: strides });
    return { ...result, shape: finalShape };
  },
};
