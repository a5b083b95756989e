/**
 * What nothing adds up to, on every backend: a sum of nothing is 0, a product 1, a mean 0 / 0, the largest of nothing
 * minus infinity. tfjs: WASM and WebGPU answer with what was in memory, or throw; the CPU says that not all of
 * nothing are true.
 */
import { broadcast_util, type DataType, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Ops } from '#/core/layers/layerDef';
import type { BackendName } from '#/core/protocol/train';

const integers = (dtype: DataType): DataType => (dtype === 'float32' ? dtype : 'int32');
const same = (dtype: DataType): DataType => dtype;

const reductions: Record<string, { value: number; dtype(x: DataType): DataType }> = {
  Sum: { value: 0, dtype: integers },
  Mean: { value: Number.NaN, dtype: () => 'float32' },
  Prod: { value: 1, dtype: integers },
  Max: { value: Number.NEGATIVE_INFINITY, dtype: same },
  Min: { value: Number.POSITIVE_INFINITY, dtype: same },
  Any: { value: 0, dtype: same },
  All: { value: 1, dtype: same },
};

type Empty = { shape: number[]; value: number; dtype: DataType };
type Call = Parameters<KernelFunc>[0];

/** The result if the reduced tensor has no value at all. */
function emptyReduction(kernelName: string, { inputs, attrs }: Call): Empty | undefined {
  const rule = reductions[kernelName];
  const { x } = inputs as { x: TensorInfo };
  if (!rule || sizeOf(x.shape) > 0) return undefined;
  const { axis, reductionIndices, keepDims } = attrs as unknown as Record<
    'axis' | 'reductionIndices',
    number[]
  > & { keepDims?: boolean };
  const axes = util.parseAxisParam(axis ?? reductionIndices ?? x.shape.map((_, i) => i), x.shape);
  const shape = x.shape.flatMap((n, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [n]));
  return { shape, value: rule.value, dtype: rule.dtype(x.dtype) };
}

/** The result if the matrices have no inner values. */
function emptyProduct({ inputs, attrs }: Call): Empty | undefined {
  const { a, b } = inputs as Record<'a' | 'b', TensorInfo>;
  const { transposeA, transposeB } = attrs as unknown as Record<'transposeA' | 'transposeB', boolean>;
  if (sizeOf(a.shape) > 0 && sizeOf(b.shape) > 0) return undefined;
  const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const rows = a.shape.at(transposeA ? -1 : -2) ?? 0;
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 0;
  return { shape: [...batch, rows, columns], value: 0, dtype: 'float32' };
}

/** Kernels of ours, by backend object: they are wrapped once. */
const wrapped = new WeakSet<KernelFunc>();

export function registerEmpty(tf: Ops, backendName: BackendName): void {
  for (const kernelName of [...Object.keys(reductions), 'BatchMatMul']) {
    const config = tf.getKernel(kernelName, backendName);
    if (!config || wrapped.has(config.kernelFunc)) continue;
    const original = config.kernelFunc;
    const kernelFunc: KernelFunc = (call) => {
      const empty = kernelName === 'BatchMatMul' ? emptyProduct(call) : emptyReduction(kernelName, call);
      return empty ? tf.fill(empty.shape, empty.value, empty.dtype as 'float32') : original(call);
    };
    wrapped.add(kernelFunc);
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ ...config, kernelFunc });
  }
}
