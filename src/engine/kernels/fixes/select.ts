/** where(condition, a, b). tfjs: integers pass through f32, rank 5 and 6 throw. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import source from '../../../../shaders/fixes/select.wgsl?raw';
import { type Fix, type FixCall, isExact } from './fix';
import { runFlat } from './flatProgram';

export const select: Fix = {
  Select({ inputs, backend, original }: FixCall<Record<'condition' | 't' | 'e', TensorInfo>>) {
    const { condition, t: a, e: b } = inputs;
    if (a.dtype !== b.dtype || (!isExact(a) && a.shape.length <= 4)) return original();
    const span = Math.max(1, sizeOf(a.shape) / Math.max(1, sizeOf(condition.shape)));
    return runFlat(backend, {
      source,
      inputs: { condition, a, b },
      uniforms: { span },
      shape: a.shape,
      dtype: a.dtype,
    });
  },
};
