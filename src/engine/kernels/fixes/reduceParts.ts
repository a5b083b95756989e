/**
 * Sums and extremes of floats along axes that lie side by side. tfjs turns the tensor over first and then gives every
 * result a workgroup of its own; here the tensor is read as it lies, in parts of bounded length, as often as needed.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import source from '../../../../shaders/fixes/reduceParts.wgsl?raw';
import type { FixCall } from './fix';
import { runFlat } from './flatProgram';

export type FloatReduction = 'sum' | 'mean' | 'max' | 'min';

type Call = FixCall<
  { x: TensorInfo },
  { axis?: number | number[]; reductionIndices?: number | number[]; keepDims?: boolean }
>;

/** Longer chains are split: results stay exact and a GPU has enough to do. */
const longest = 64;

const isNaN = (name: string): string => `(bitcast<u32>(${name}) & 0x7fffffffu) > 0x7f800000u`;
/** A comparison with NaN may give either; the one that is NaN must win. */
const extreme = (operator: string): string =>
  `select(select(b, a, a ${operator} b || ${isNaN('a')}), b, ${isNaN('b')})`;

const combine: Record<FloatReduction, string> = {
  sum: 'a + b',
  mean: 'a + b',
  max: extreme('>'),
  min: extreme('<'),
};

/** Undefined: other values lie between those to combine. */
export function reduceParts(kind: FloatReduction, { inputs: { x }, attrs, backend }: Call) {
  const given = attrs.axis ?? attrs.reductionIndices ?? x.shape.map((_, i) => i);
  const axes = util.parseAxisParam(given, x.shape).toSorted((a, b) => a - b);
  const [first = 0, last = -1] = [axes[0], axes.at(-1)];
  if (last - first + 1 !== axes.length) return undefined;
  const outer = sizeOf(x.shape.slice(0, first));
  const width = sizeOf(x.shape.slice(first, last + 1));
  const inner = sizeOf(x.shape.slice(last + 1));
  const shape = x.shape.flatMap((n, i) => (axes.includes(i) ? (attrs.keepDims ? [1] : []) : [n]));
  let current = x;
  let left = width;
  do {
    const parts = Math.ceil(left / longest);
    const next = run(backend, kind, current, { outer, width: left, inner, parts, count: width });
    if (current !== x) backend.disposeData(current.dataId);
    current = next;
    left = parts;
  } while (left > 1);
  return { ...current, shape };
}

interface Pass {
  outer: number;
  width: number;
  inner: number;
  parts: number;
  /** Of all that is combined in the end. */
  count: number;
}

function run(backend: WebGPUBackend, kind: FloatReduction, x: TensorInfo, pass: Pass): TensorInfo {
  const { outer, width, inner, parts, count } = pass;
  const divide = kind === 'mean' && parts === 1;
  return runFlat(backend, {
    source,
    prelude: [
      `fn combine(a : f32, b : f32) -> f32 { return ${combine[kind]}; }`,
      `fn finish(value : f32) -> f32 { return ${divide ? 'value / f32(uniforms.count)' : 'value'}; }`,
    ].join('\n'),
    inputs: { x },
    uniforms: { width, inner, parts, length: Math.ceil(width / parts), count },
    shape: [outer, parts, inner],
    dtype: 'float32',
  });
}
