/**
 * Gradients tfjs-core lacks or has wrong, on every backend. Lacking: einsum, stridedSlice, gatherNd, scatterNd,
 * tensorScatterUpdate, topk, cumprod, conv3dTranspose, tile above rank 4, dilated convolutions. Wrong: what was
 * broadcast by maximum, minimum, squaredDifference or a batch of matrices; cumsum along an inner axis; split and
 * unstack into one part; max pools; batch normalisation of rank 5.
 */
import type { GradFunc, NamedAttrMap } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { registerConvGradients } from './convGradients';
import { registerBatchNormGradient } from './batchNorm';
import { einsumGradient } from './einsumGradient';
import { registerCumprodGradient } from './cumprodGradient';
import { registerPoolGradients } from './pools';
import { sumTo } from './sumTo';

interface Rule {
  inputsToSave?: string[];
  outputsToSave?: boolean[];
  gradFunc(tf: Ops, dy: Tensor, saved: Tensor[], attrs: never): Record<string, () => Tensor>;
}

/** A strided slice turned round: dy spread with gaps of zeros, then put at its place. */
function spreadSlice(tf: Ops, dy: Tensor, shape: number[], begin: number[], strides: number[]): Tensor {
  let x = dy;
  shape.forEach((whole, axis) => {
    const [n, step] = [x.shape[axis] ?? 1, Math.abs(strides[axis] ?? 1)];
    const [outer, inner] = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis + 1))];
    let rows: Tensor = tf.reshape(x, [outer, n, 1, inner]);
    if ((strides[axis] ?? 1) < 0) rows = tf.reverse(rows, 1);
    const first = (strides[axis] ?? 1) < 0 ? (begin[axis] ?? 0) - (n - 1) * step : (begin[axis] ?? 0);
    if (step > 1)
      rows = tf.pad(rows, [
        [0, 0],
        [0, 0],
        [0, step - 1],
        [0, 0],
      ]);
    const spread = tf.slice(
      tf.reshape(rows, [outer, n * step, inner]),
      [0, 0, 0],
      [outer, (n - 1) * step + 1, inner],
    );
    const after = whole - first - ((n - 1) * step + 1);
    x = tf.reshape(
      tf.pad(spread, [
        [0, 0],
        [first, after],
        [0, 0],
      ]),
      [...x.shape.slice(0, axis), whole, ...x.shape.slice(axis + 1)],
    );
  });
  return x;
}

const rules: Record<string, Rule> = {
  StridedSlice: {
    inputsToSave: ['x'],
    gradFunc: (
      tf,
      dy,
      [x],
      attrs: Record<string, number> & Record<'begin' | 'end' | 'strides', number[]>,
    ) => ({
      x: () => {
        const { shape } = x as Tensor;
        const { beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs;
        const info = tf.slice_util.sliceInfo(
          shape,
          attrs.begin,
          attrs.end,
          attrs.strides,
          beginMask ?? 0,
          endMask ?? 0,
          ellipsisMask ?? 0,
          newAxisMask ?? 0,
          shrinkAxisMask ?? 0,
        );
        const dense = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
        return spreadSlice(tf, tf.reshape(dy, dense), shape, info.begin, info.strides);
      },
    }),
  },
  GatherNd: {
    inputsToSave: ['params', 'indices'],
    gradFunc: (tf, dy, [params, indices]) => ({
      params: () => tf.scatterND(indices as Tensor, dy, (params as Tensor).shape as never),
      indices: () => tf.zerosLike(indices as Tensor),
    }),
  },
  ScatterNd: {
    inputsToSave: ['indices'],
    gradFunc: (tf, dy, [indices]) => ({
      updates: () => tf.gatherND(dy, indices as Tensor),
      indices: () => tf.zerosLike(indices as Tensor),
    }),
  },
  TensorScatterUpdate: {
    inputsToSave: ['indices', 'updates'],
    gradFunc: (tf, dy, [indices, updates]) => ({
      // Not from dy itself: the CPU kernel writes into the tensor it is given.
      tensor: () =>
        tf.mul(
          dy,
          tf.tensorScatterUpdate(tf.onesLike(dy), indices as Tensor, tf.zerosLike(updates as Tensor)),
        ),
      updates: () => tf.gatherND(dy, indices as Tensor),
      indices: () => tf.zerosLike(indices as Tensor),
    }),
  },
  TopK: {
    inputsToSave: ['x'],
    outputsToSave: [false, true],
    gradFunc: (tf, dy, saved) => ({
      x: () => {
        const [x, indices] = saved as [Tensor, Tensor];
        const values = Array.isArray(dy) ? (dy[0] as Tensor) : dy;
        const width = x.shape.at(-1) ?? 1;
        const k = indices.shape.at(-1) ?? 1;
        if (width === 1) return tf.reshape(values, x.shape);
        const hot = tf.cast(tf.oneHot(tf.reshape(indices, [-1, k]), width), 'float32');
        return tf.reshape(tf.sum(tf.mul(hot, tf.reshape(values, [-1, k, 1])), 1), x.shape);
      },
    }),
  },
  Cumsum: {
    gradFunc: (tf, dy, _saved, attrs: { axis: number; exclusive: boolean; reverse: boolean }) => ({
      x: () => tf.cumsum(dy, attrs.axis, attrs.exclusive, !attrs.reverse),
    }),
  },
  Tile: {
    inputsToSave: ['x'],
    gradFunc: (tf, dy, [x], { reps }: { reps: number[] }) => ({
      x: () => {
        const { shape } = x as Tensor;
        const summed = shape.reduce<Tensor>((sum, n, axis) => {
          const times = reps[axis] ?? 1;
          const outer = sizeOf(shape.slice(0, axis));
          return times === 1 ? sum : tf.sum(tf.reshape(sum, [outer, times, n, -1]), 1);
        }, dy);
        return tf.reshape(summed, shape);
      },
    }),
  },
};

type Lazy = Record<string, () => Tensor>;

export function registerGradients(tf: Ops): void {
  if (tf.getGradient('StridedSlice')) return;
  for (const [kernelName, { gradFunc, ...saving }] of Object.entries(rules)) {
    if (tf.getGradient(kernelName)) tf.unregisterGradient(kernelName);
    const run: GradFunc = (dy, saved, attrs) => gradFunc(tf, dy as Tensor, saved, attrs as never);
    tf.registerGradient({ kernelName, ...saving, gradFunc: run });
  }
  einsumGradient(tf);
  registerConvGradients(tf);
  registerPoolGradients(tf);
  registerBatchNormGradient(tf);
  registerCumprodGradient(tf);
  for (const kernelName of ['Maximum', 'Minimum', 'SquaredDifference', 'BatchMatMul'])
    wrap(tf, kernelName, (gradients, [a, b]) => ({
      a: () => sumTo(tf, (gradients.a as () => Tensor)(), (a as Tensor).shape),
      b: () => sumTo(tf, (gradients.b as () => Tensor)(), (b as Tensor).shape),
    }));
  for (const kernelName of ['SplitV', 'Unpack']) wrap(tf, kernelName, (gradients) => gradients, true);
}

/** The gradient tfjs has, with its results put right; `list`: it expects a list though there is one result only. */
function wrap(
  tf: Ops,
  kernelName: string,
  finish: (gradients: Lazy, saved: Tensor[], attrs: NamedAttrMap) => Lazy,
  list = false,
): void {
  const config = tf.getGradient(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...config,
    gradFunc: (dy, saved, attrs) => {
      const given = list && !Array.isArray(dy) ? [dy] : dy;
      return finish(config.gradFunc(given, saved, attrs) as Lazy, saved, attrs);
    },
  });
}
