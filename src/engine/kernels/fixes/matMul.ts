/** Matrix products. tfjs: without inner values the result is another tensor's; two broadcast batches throw. */
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import source from '../../../../shaders/fixes/unary.wgsl?raw';
import type { Fix, FixCall } from './fix';
import { runFlat, sizeOf } from './flatProgram';
import { runRemap } from './remap';

type Product = FixCall<{ a: TensorInfo; b: TensorInfo }, { transposeA: boolean; transposeB: boolean }>;

export const matMul: Fix = {
  BatchMatMul({ inputs, attrs, backend, original }: Product) {
    const { a, b } = inputs;
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const inner = a.shape.at(attrs.transposeA ? -2 : -1) ?? 0;
    if (inner === 0) {
      const rows = a.shape.at(attrs.transposeA ? -1 : -2) ?? 0;
      const columns = b.shape.at(attrs.transposeB ? -2 : -1) ?? 0;
      return runFlat(backend, {
        source,
        prelude: 'fn apply(x : Operand) -> Element { return 0; }',
        inputs: { x: a },
        shape: [...batch, rows, columns],
        dtype: 'float32',
      });
    }
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
