/** Matrix products. tfjs: two broadcast batches throw. */
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Fix, FixCall } from './fix';
import { sizeOf } from './flatProgram';
import { runRemap } from './remap';

type Product = FixCall<{ a: TensorInfo; b: TensorInfo }>;

export const matMul: Fix = {
  BatchMatMul({ inputs, backend, original }: Product) {
    const { a, b } = inputs;
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const whole = sizeOf(batch);
    const [forA, forB] = [sizeOf(a.shape.slice(0, -2)), sizeOf(b.shape.slice(0, -2))];
    // tfjs repeats a single matrix, or takes one for each; nothing between.
    if ([forA, forB].every((n) => n === whole || n === 1)) return original();
    const spread = (x: TensorInfo): TensorInfo => {
      const shape = [...batch, ...x.shape.slice(-2)];
      const aligned = {
        ...x,
        shape: [...Array.from({ length: shape.length - x.shape.length }, () => 1), ...x.shape],
      };
      return runRemap(backend, aligned, { shape, mode: 'wrap' });
    };
    const [fullA, fullB] = [spread(a), spread(b)];
    const result = original({ a: fullA, b: fullB });
    for (const { dataId } of [fullA, fullB]) backend.disposeData(dataId);
    return result;
  },
};
