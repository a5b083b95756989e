/** Softmax over the last axis. tfjs: a NaN becomes 0, as if the network had decided. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import source from '../../../../shaders/fixes/softmax.wgsl?raw';
import type { Fix, FixCall } from './fix';
import { runFlat, workgroup } from './flatProgram';

export const softmax: Fix = {
  Softmax({ inputs: { logits }, backend }: FixCall<{ logits: TensorInfo }>) {
    const width = logits.shape.at(-1) ?? 1;
    const rows = sizeOf(logits.shape.slice(0, -1));
    return runFlat(backend, {
      source,
      prelude: `const LANES = ${workgroup};`,
      inputs: { x: logits },
      uniforms: { rows, width },
      shape: logits.shape,
      dtype: 'float32',
      invocations: rows * workgroup,
    });
  },
};
