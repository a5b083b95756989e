/**
 * cumsum and cumprod. tfjs: the shader holds the length, its cache key does not, so that every length after the
 * first is wrong when reversed, and with it the gradient; integers pass through f32; rank 5 throws.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import source from '../../../../shaders/fixes/cumulative.wgsl?raw';
import type { Fix, FixCall } from './fix';
import { runFlat, wgslType } from './flatProgram';

type Call = FixCall<{ x: TensorInfo }, { axis: number; exclusive: boolean; reverse: boolean }>;

function run(operator: string, start: number, { inputs: { x }, attrs, backend }: Call): TensorInfo {
  const axis = attrs.axis < 0 ? attrs.axis + x.shape.length : attrs.axis;
  const width = x.shape[axis] ?? 1;
  const dtype = x.dtype === 'bool' ? 'int32' : x.dtype;
  const element = wgslType(dtype);
  const lines = sizeOf(x.shape) / Math.max(1, width);
  return runFlat(backend, {
    source,
    prelude: `const START = ${element}(${start});\nfn combine(a : ${element}, b : ${element}) -> ${element} { return a ${operator} b; }`,
    inputs: { x },
    uniforms: {
      lines,
      width,
      inner: sizeOf(x.shape.slice(axis + 1)),
      exclusive: Number(attrs.exclusive),
      reversed: Number(attrs.reverse),
    },
    shape: x.shape,
    dtype,
    invocations: lines,
  });
}

export const cumulative: Fix = {
  Cumsum: (call: Call) => run('+', 0, call),
  Cumprod: (call: Call) => run('*', 1, call),
};
