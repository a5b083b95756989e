/**
 * The gradients of a convolution over 1 to 3 axes with slices and matrix products alone: one slice of x for every
 * tap of the kernel meets dy at the same positions. Slow to write in scalar code, fast where matMul is.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Ops, Tensor } from '#/core/layers/layerDef';

export interface TapGeometry {
  /** [batch, ...space, channels] */
  inShape: number[];
  kernel: number[];
  outSpace: number[];
  strides: number[];
  dilations: number[];
  padBegin: number[];
}

function tapsOf(kernel: number[]): number[][] {
  return kernel.reduce<number[][]>(
    (all, n) => all.flatMap((tap) => Array.from({ length: n }, (_, i) => [...tap, i])),
    [[]],
  );
}

/** Positions that no window sees. */
export const hasGaps = ({ strides, kernel }: TapGeometry): boolean =>
  strides.some((stride, i) => stride > (kernel[i] ?? 1));

/** 'same' with a stride beyond the kernel begins inside: tfjs says so with a negative padding. */
const skipped = (padBegin = 0): number => Math.max(0, -padBegin);

/** x with its padding, so large that every tap's slice lies inside. */
function paddings({
  inShape,
  kernel,
  outSpace,
  strides,
  dilations,
  padBegin,
}: TapGeometry): [number, number][] {
  const around = outSpace.map((n, i): [number, number] => {
    const reach =
      (n - 1) * (strides[i] ?? 1) + ((kernel[i] ?? 1) - 1) * (dilations[i] ?? 1) + 1 + skipped(padBegin[i]);
    const before = Math.max(0, padBegin[i] ?? 0);
    // Room for whole steps, so that strides can be taken by a reshape.
    return [before, Math.max(0, reach + (strides[i] ?? 1) - 1 - before - (inShape[i + 1] ?? 1))];
  });
  return [[0, 0], ...around, [0, 0]];
}

/** x padded and cut to what the windows see, so that a convolution without padding gives the same. */
export function cutToWindows(tf: Ops, x: Tensor, g: TapGeometry): Tensor {
  const begin = [0, ...g.kernel.map((_, i) => skipped(g.padBegin[i])), 0];
  const size = g.outSpace.map(
    (n, i) => (n - 1) * (g.strides[i] ?? 1) + ((g.kernel[i] ?? 1) - 1) * (g.dilations[i] ?? 1) + 1,
  );
  return tf.slice(tf.pad(x, paddings(g)), begin, [x.shape[0] ?? 1, ...size, x.shape.at(-1) ?? 1]);
}

/** What the tap sees: [batch, ...outSpace, channels]. */
function seen(tf: Ops, padded: Tensor, tap: number[], g: TapGeometry): Tensor {
  const begin = [0, ...tap.map((k, i) => k * (g.dilations[i] ?? 1) + skipped(g.padBegin[i])), 0];
  const batch = padded.shape[0] ?? 1;
  const channels = padded.shape.at(-1) ?? 1;
  if (g.strides.every((stride) => stride === 1))
    return tf.slice(padded, begin, [batch, ...g.outSpace, channels]);
  const end = [
    batch,
    ...g.outSpace.map((n, i) => (begin[i + 1] ?? 0) + (n - 1) * (g.strides[i] ?? 1) + 1),
    channels,
  ];
  return tf.stridedSlice(padded, begin, end, [1, ...g.strides, 1]);
}

const rowsOf = (tf: Ops, x: Tensor): Tensor2D => tf.reshape(x, [-1, x.shape.at(-1) ?? 1]) as Tensor2D;

/** [...kernel, channels, filters] */
export function filterGradient(tf: Ops, x: Tensor, dy: Tensor, g: TapGeometry): Tensor {
  return tf.tidy(() => {
    const padded = tf.pad(x, paddings(g));
    const columns = tapsOf(g.kernel).map((tap) => rowsOf(tf, seen(tf, padded, tap, g)));
    const side = columns.length === 1 ? (columns[0] as Tensor2D) : (tf.concat(columns, 1) as Tensor2D);
    const product = tf.matMul(side, rowsOf(tf, dy), true, false);
    return tf.reshape(product, [...g.kernel, x.shape.at(-1) ?? 1, dy.shape.at(-1) ?? 1]);
  });
}

/** [...kernel, channels, multiplier] */
export function depthwiseFilterGradient(tf: Ops, x: Tensor, dy: Tensor, g: TapGeometry): Tensor {
  return tf.tidy(() => {
    const channels = x.shape.at(-1) ?? 1;
    const padded = tf.pad(x, paddings(g));
    const given = tf.reshape(dy, [-1, channels, (dy.shape.at(-1) ?? 1) / channels]);
    const parts = tapsOf(g.kernel).map((tap) =>
      tf.sum(tf.mul(tf.reshape(seen(tf, padded, tap, g), [-1, channels, 1]), given), 0),
    );
    return tf.reshape(tf.stack(parts), [...g.kernel, channels, given.shape[2] ?? 1]);
  });
}

/** dy spread by the strides along one axis after the other. */
function spread(tf: Ops, x: Tensor, strides: number[]): Tensor {
  return strides.reduce<Tensor>((given, stride, i) => {
    if (stride === 1) return given;
    const axis = i + 1;
    const n = given.shape[axis] ?? 1;
    const outer = sizeOf(given.shape.slice(0, axis));
    const rows = tf.pad(tf.reshape(given, [outer * n, 1, -1]), [
      [0, 0],
      [0, stride - 1],
      [0, 0],
    ]);
    return tf.reshape(rows, [...given.shape.slice(0, axis), n * stride, ...given.shape.slice(axis + 1)]);
  }, x);
}

function sumTaps(tf: Ops, g: TapGeometry, part: (tap: number[], index: number) => Tensor): Tensor {
  const around = paddings(g);
  const size = g.inShape.map((n, i) => n + (around[i]?.[0] ?? 0) + (around[i]?.[1] ?? 0));
  const parts = tapsOf(g.kernel).map((tap, index) => {
    const spreadPart = spread(tf, part(tap, index), g.strides);
    const place = spreadPart.shape.map((n, i): [number, number] => {
      if (i === 0 || i > tap.length) return [0, 0];
      const first = (tap[i - 1] ?? 0) * (g.dilations[i - 1] ?? 1) + skipped(g.padBegin[i - 1]);
      return [first, (size[i] ?? 1) - first - n];
    });
    return tf.pad(spreadPart, place);
  });
  return tf.slice(
    tf.addN(parts),
    around.map(([before]) => before),
    g.inShape,
  );
}

export function inputGradient(tf: Ops, dy: Tensor, filter: Tensor, g: TapGeometry): Tensor {
  return tf.tidy(() => {
    const [channels = 1, filters = 1] = filter.shape.slice(-2);
    const taps = tf.reshape(filter, [-1, channels, filters]);
    const rows = rowsOf(tf, dy);
    return sumTaps(tf, g, (_tap, index) => {
      const matrix = tf.reshape(tf.slice(taps, [index, 0, 0], [1, -1, -1]), [channels, filters]) as Tensor2D;
      return tf.reshape(tf.matMul(rows, matrix, false, true), [...dy.shape.slice(0, -1), channels]);
    });
  });
}

export function depthwiseInputGradient(tf: Ops, dy: Tensor, filter: Tensor, g: TapGeometry): Tensor {
  return tf.tidy(() => {
    const [channels = 1, multiplier = 1] = filter.shape.slice(-2);
    const taps = tf.reshape(filter, [-1, channels, multiplier]);
    const given = tf.reshape(dy, [-1, channels, multiplier]);
    return sumTaps(tf, g, (_tap, index) => {
      const weights = tf.slice(taps, [index, 0, 0], [1, -1, -1]);
      return tf.reshape(tf.sum(tf.mul(given, weights), 2), [...dy.shape.slice(0, -1), channels]);
    });
  });
}
