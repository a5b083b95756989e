/** Concatenation and stacking. tfjs: integers lose bits, rank 6 does not compile. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import source from '../../../../shaders/fixes/concat.wgsl?raw';
import { type Fix, type FixCall, isExact } from './fix';
import { relabel, runFlat } from './flatProgram';

function join(backend: WebGPUBackend, inputs: TensorInfo[], axis: number, shape: number[]): TensorInfo {
  const [sample] = inputs as [TensorInfo];
  const into = backend.makeTensorInfo(shape, sample.dtype);
  const outWidth = sizeOf(shape.slice(axis));
  let first = 0;
  for (const x of inputs) {
    const elements = sizeOf(x.shape);
    if (elements === 0) continue;
    const width = elements / sizeOf(shape.slice(0, axis));
    runFlat(backend, {
      source,
      inputs: { x },
      uniforms: { width, outWidth, first },
      shape,
      dtype: sample.dtype,
      invocations: elements,
      into,
    });
    first += width;
  }
  return into;
}

export const concat: Fix = {
  Concat({ inputs, attrs, backend, original }: FixCall<TensorInfo[], { axis: number }>) {
    const all = Object.values(inputs);
    const [sample] = all as [TensorInfo];
    const rank = sample.shape.length;
    if (!isExact(sample) && rank <= 5) return original();
    const axis = attrs.axis < 0 ? attrs.axis + rank : attrs.axis;
    const total = all.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    const shape = sample.shape.map((n, i) => (i === axis ? total : n));
    if (all.length === 1 || sizeOf(shape) === 0)
      return all.length === 1 ? relabel(backend, sample, shape) : backend.makeTensorInfo(shape, sample.dtype);
    return join(backend, all, axis, shape);
  },
  Pack({ inputs, attrs, backend, original }: FixCall<TensorInfo[], { axis: number }>) {
    const all = Object.values(inputs);
    const [sample] = all as [TensorInfo];
    if (!isExact(sample) && sample.shape.length <= 4) return original();
    const axis = attrs.axis < 0 ? attrs.axis + sample.shape.length + 1 : attrs.axis;
    const shape = [...sample.shape.slice(0, axis), all.length, ...sample.shape.slice(axis)];
    return join(backend, all, axis, shape);
  },
};
