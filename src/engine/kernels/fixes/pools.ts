/**
 * Max pools. tfjs: the gradient takes the place in the window for another wherever the window is not square (3-D, on
 * every backend) or for any (2-D on WASM), and the 3-D pool of WASM starts at the smallest positive number, so that
 * negative values never win. NaN is passed over by all of them: no comparison with it is true. Ours are poolNd's.
 */
import type { KernelFunc, NamedAttrMap } from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '#/core/arch/convGeometry';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import type { BackendName } from '#/core/protocol/train';
import { type PoolKind, poolKernels, poolNd } from '#/core/layers/poolNdOp';

export interface WindowAttrs {
  filterSize: number | number[];
  strides: number | number[];
  pad: never;
  dimRoundingMode?: never;
}

/** As tfjs reads the attributes: its 'same' may begin inside, which is a negative padding. */
function poolWindow(tf: Ops, shape: number[], attrs: WindowAttrs): ConvGeometry {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const [batch = 1, channels = 1] = [shape[0], shape.at(-1)];
  const common = { batch, inChannels: channels, outChannels: channels, groups: channels };
  const inSize = shape.slice(1, -1);
  if (inSize.length === 2) {
    const info = tf.backend_util.computePool2DInfo(
      shape as never,
      filterSize as never,
      strides as never,
      1,
      pad,
      dimRoundingMode,
    );
    return {
      ...common,
      inSize,
      outSize: [info.outHeight, info.outWidth],
      kernel: [info.filterHeight, info.filterWidth],
      stride: [info.strideHeight, info.strideWidth],
      dilation: [1, 1],
      padBegin: [info.padInfo.top, info.padInfo.left],
      padEnd: [info.padInfo.bottom, info.padInfo.right],
    };
  }
  const info = tf.backend_util.computePool3DInfo(
    shape as never,
    filterSize as never,
    strides as never,
    1,
    pad,
    dimRoundingMode,
  );
  return {
    ...common,
    inSize,
    outSize: [info.outDepth, info.outHeight, info.outWidth],
    kernel: [info.filterDepth, info.filterHeight, info.filterWidth],
    stride: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilation: [1, 1, 1],
    padBegin: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
    padEnd: [info.padInfo.back, info.padInfo.bottom, info.padInfo.right],
  };
}

/** Inside a kernel: nothing is recorded for a gradient. */
const pool =
  (kind: PoolKind) =>
  (tf: Ops, x: Tensor, attrs: WindowAttrs): Tensor =>
    poolNd(tf, poolWindow(tf, x.shape, attrs), kind, x);
const maxPool = pool('max');
export const averagePool = pool('average');

const ours = new WeakSet<KernelFunc>();

export function registerMaxPools(tf: Ops, backendName: BackendName): void {
  for (const kernelName of ['MaxPool', 'MaxPool3D']) {
    const config = tf.getKernel(kernelName, backendName);
    if (!config || ours.has(config.kernelFunc)) continue;
    const kernelFunc: KernelFunc = ({ inputs, attrs }) =>
      maxPool(tf, inputs.x as Tensor, attrs as unknown as WindowAttrs);
    ours.add(kernelFunc);
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  }
}

export function registerPoolGradients(tf: Ops): void {
  for (const kernelName of ['MaxPool', 'MaxPool3D']) {
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (dy, saved, attrs) => {
        const x = saved[0] as Tensor;
        const geometry = poolWindow(tf, x.shape, attrs as unknown as WindowAttrs);
        const own = { geometry, kind: 'max' } as unknown as NamedAttrMap;
        const run = (): Tensor => tf.engine().runKernel(poolKernels.backward, { x, dy: dy as Tensor }, own);
        return { x: () => tf.reshape(run(), x.shape) };
      },
    });
  }
}
