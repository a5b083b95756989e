/**
 * Runs WGSL of ours through tfjs-webgpu's own programs (docs/decisions/flat-programs.md). Every tensor is bound as
 * the flat array it is, so neither the rank nor a detour of integers through f32 gets in the way.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';

type Program = Parameters<WebGPUBackend['runWebGPUProgram']>[0];

export interface FlatCall {
  /** `fn main(index : i32)`, see shaders/README.md. */
  source: string;
  /** What the source leaves open: constants and functions. */
  prelude?: string;
  inputs: Record<string, TensorInfo>;
  /** i32, or eight of them as `nameA` and `nameB`; `f32` in the name's place of a pair. */
  uniforms?: Record<string, number | readonly number[]>;
  floats?: Record<string, number>;
  shape: readonly number[];
  dtype: DataType;
  /** Type of what is read, where it is not the type of the result. */
  operand?: DataType;
  /** Number of invocations: the size of the result unless given. */
  invocations?: number;
  /** A tensor to write into, instead of a new one. */
  into?: TensorInfo;
}

export const workgroup = 64;
export const maxAxes = 8;
export const wgslType = (dtype: DataType): string => (dtype === 'float32' ? 'f32' : 'i32');

/** Eight axes, the shape at the end. */
export const toAxes = (values: readonly number[], fill: number): number[] => [
  ...Array.from({ length: maxAxes - values.length }, () => fill),
  ...values,
];

export function runFlat(backend: WebGPUBackend, call: FlatCall): TensorInfo {
  const { source, prelude = '', inputs, uniforms = {}, floats = {}, shape, dtype } = call;
  const size = sizeOf(call.into?.shape ?? shape);
  const total = call.invocations ?? size;
  const declared: string[] = ['total : i32'];
  const data: { type: string; data: number[] }[] = [{ type: 'int32', data: [total] }];
  for (const [name, value] of Object.entries(floats)) {
    declared.push(`${name} : f32`);
    data.push({ type: 'float32', data: [value] });
  }
  for (const [name, value] of Object.entries(uniforms)) {
    if (typeof value === 'number') {
      declared.push(`${name} : i32`);
      data.push({ type: 'int32', data: [value] });
    } else {
      declared.push(`${name}A : vec4<i32>`, `${name}B : vec4<i32>`);
      data.push({ type: 'int32', data: value.slice(0, 4) }, { type: 'int32', data: value.slice(4, 8) });
    }
  }
  const code = [
    `alias Element = ${wgslType(dtype)};`,
    `alias Operand = ${wgslType(call.operand ?? dtype)};`,
    prelude,
    source,
  ].join('\n');
  const program: Program = {
    variableNames: Object.keys(inputs),
    uniforms: declared.join(', '),
    outputShape: [size],
    workgroupSize: [workgroup, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.max(1, Math.ceil(total / workgroup)), 1, 1],
    // The source is the key: nothing else decides what is compiled.
    shaderKey: code,
    getUserCode: () => code,
  };
  const spare: TensorInfo[] = [];
  const bound = Object.values(inputs).map((tensor): TensorInfo => {
    const elements = sizeOf(tensor.shape);
    if (elements > 0) return { ...tensor, shape: [elements] };
    // A buffer of no bytes cannot be bound.
    const one = backend.makeTensorInfo([1], tensor.dtype, Int32Array.of(0));
    spare.push(one);
    return one;
  });
  const into = call.into && { ...call.into, shape: [size] };
  const { dataId } = backend.runWebGPUProgram(program, bound, dtype, data, into);
  for (const tensor of spare) backend.disposeData(tensor.dataId);
  return { dataId, shape: [...(call.into?.shape ?? shape)], dtype };
}

/** The tensor under another shape, as a tensor of its own. */
export function relabel(backend: WebGPUBackend, tensor: TensorInfo, shape: readonly number[]): TensorInfo {
  backend.incRef(tensor.dataId);
  return { ...tensor, shape: [...shape] };
}
