/**
 * Matrix products, floats on our own kernel. tfjs: two broadcast batches throw; the one of its programs that repeats
 * to the bit is the slowest.
 */
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import { planMatMul } from '../matMulPlan';
import { recordPlan } from '../tfRecorder';
import type { Fix, FixCall } from './fix';
import { runRemap } from './remap';

type Product = FixCall<{ a: TensorInfo; b: TensorInfo }, { transposeA: boolean; transposeB: boolean }>;

function multiply({ inputs: { a, b }, attrs, backend }: Product, batch: readonly number[]): TensorInfo {
  const whole = sizeOf(batch);
  const [heightA = 1, widthA = 1] = a.shape.slice(-2);
  const [heightB = 1, widthB = 1] = b.shape.slice(-2);
  const rows = attrs.transposeA ? widthA : heightA;
  const columns = attrs.transposeB ? heightB : widthB;
  const plan = planMatMul({
    batch: whole,
    rows,
    columns,
    depth: attrs.transposeA ? heightA : widthA,
    transposeA: attrs.transposeA,
    transposeB: attrs.transposeB,
    repeatA: sizeOf(a.shape.slice(0, -2)) < whole,
    repeatB: sizeOf(b.shape.slice(0, -2)) < whole,
  });
  return recordPlan(backend, plan, { a, b }, { name: 'c', shape: [...batch, rows, columns] });
}

export const matMul: Fix = {
  BatchMatMul(call: Product) {
    const { inputs, backend, original } = call;
    const { a, b } = inputs;
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const whole = sizeOf(batch);
    const [forA, forB] = [sizeOf(a.shape.slice(0, -2)), sizeOf(b.shape.slice(0, -2))];
    // tfjs repeats a single matrix, or takes one for each; nothing between.
    if ([forA, forB].every((n) => n === whole || n === 1))
      return a.dtype === 'float32' && b.dtype === 'float32' ? multiply(call, batch) : original();
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
