/**
 * The convolution on backends without a kernel of ours (WASM, CPU), as gathered rows times a matrix: the rows that
 * every output position sees are laid side by side, then one matrix product sums over taps and channels. The
 * matrix of rows is built for a bounded number of positions at a time. Only tensors of rank 2 are used.
 */
import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { type ConvGeometry, sizeOf, toRank4 } from '#/core/arch/convGeometry';
import type { Ops, Tensor } from '#/core/layers/layerDef';

/** Elements of the matrix of rows held at once (64 MiB). */
const maxElements = 2 ** 24;

/** For every target position and tap the source row that meets there, or -1. Row-major [targets, taps]. */
type RowMap = (first: number, count: number) => Int32Array;

export function foldedForward(tf: Ops, g: ConvGeometry, x: Tensor, w: Tensor): Tensor {
  const sources = rowMap(g, 'output');
  const rows = g.batch * sizeOf(g.outSize);
  return eachGroup(tf, g, (group) => {
    const table = withEmptyRow(tf, groupOf(tf, x, g.inChannels, g.groups, group));
    const matrix = groupOf(tf, w, g.outChannels, g.groups, group);
    return eachBlock(tf, g, rows, table.shape[1], (first, count) =>
      tf.matMul(gatherRows(tf, table, sources(first, count), count), matrix),
    );
  });
}

export function foldedBackwardInput(tf: Ops, g: ConvGeometry, dy: Tensor, w: Tensor): Tensor {
  const sources = rowMap(g, 'input');
  const rows = g.batch * sizeOf(g.inSize);
  const taps = sizeOf(g.kernel);
  const inPerGroup = g.inChannels / g.groups;
  const outPerGroup = g.outChannels / g.groups;
  return eachGroup(tf, g, (group) => {
    const table = withEmptyRow(tf, groupOf(tf, dy, g.outChannels, g.groups, group));
    const byTap = tf.reshape(groupOf(tf, w, g.outChannels, g.groups, group), [taps, inPerGroup, outPerGroup]);
    const matrix = tf.reshape<Rank.R2>(tf.transpose(byTap, [0, 2, 1]), [taps * outPerGroup, inPerGroup]);
    return eachBlock(tf, g, rows, outPerGroup, (first, count) =>
      tf.matMul(gatherRows(tf, table, sources(first, count), count), matrix),
    );
  });
}

export function foldedBackwardWeights(tf: Ops, g: ConvGeometry, x: Tensor, dy: Tensor): Tensor {
  const sources = rowMap(g, 'output');
  const rows = g.batch * sizeOf(g.outSize);
  return eachGroup(tf, g, (group) => {
    const table = withEmptyRow(tf, groupOf(tf, x, g.inChannels, g.groups, group));
    const gradient = groupOf(tf, dy, g.outChannels, g.groups, group);
    let total: Tensor2D | undefined;
    for (const [first, count] of blocks(g, rows, table.shape[1])) {
      const previous = total;
      total = tf.tidy((): Tensor2D => {
        const seen = gatherRows(tf, table, sources(first, count), count);
        const part: Tensor2D = tf.matMul(seen, tf.slice(gradient, [first, 0], [count, -1]), true);
        return previous ? tf.add<Tensor2D>(previous, part) : part;
      });
      previous?.dispose();
    }
    return total as Tensor2D;
  });
}

/** Results of every group side by side in the channels. */
function eachGroup(tf: Ops, g: ConvGeometry, compute: (group: number) => Tensor2D): Tensor {
  return tf.tidy(() => {
    const parts = Array.from({ length: g.groups }, (_, group) => compute(group));
    return parts.length === 1 ? (parts[0] as Tensor2D) : tf.concat(parts, 1);
  });
}

function eachBlock(
  tf: Ops,
  g: ConvGeometry,
  rows: number,
  channels: number,
  compute: (first: number, count: number) => Tensor,
): Tensor2D {
  const parts = blocks(g, rows, channels).map(([first, count]) =>
    tf.tidy(() => compute(first, count) as Tensor2D),
  );
  return parts.length === 1 ? (parts[0] as Tensor2D) : tf.concat(parts, 0);
}

function blocks(g: ConvGeometry, rows: number, channels: number): [first: number, count: number][] {
  const size = Math.max(1, Math.floor(maxElements / (sizeOf(g.kernel) * channels)));
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => [
    i * size,
    Math.min(size, rows - i * size),
  ]);
}

/** The channels of one group as a matrix [everything else, channels]. */
function groupOf(tf: Ops, tensor: Tensor, channels: number, groups: number, group: number): Tensor2D {
  const matrix = tf.reshape<Rank.R2>(tensor, [tensor.size / channels, channels]);
  const width = channels / groups;
  return groups === 1 ? matrix : tf.slice(matrix, [0, group * width], [-1, width]);
}

/** A row of zeros at the end stands for everything outside. */
const withEmptyRow = (tf: Ops, matrix: Tensor2D): Tensor2D =>
  tf.concat([matrix, tf.zeros<Rank.R2>([1, matrix.shape[1]])], 0) as Tensor2D;

function gatherRows(tf: Ops, table: Tensor2D, sources: Int32Array, count: number): Tensor2D {
  const empty = table.shape[0] - 1;
  const indices: Tensor1D = tf.tensor1d(
    sources.map((row) => (row < 0 ? empty : row)),
    'int32',
  );
  return tf.reshape<Rank.R2>(tf.gather(table, indices), [count, -1]);
}

/**
 * Which row of the source every target position meets under every tap. Seen from the output, sources are input
 * positions; seen from the input, they are the output positions whose window holds it.
 */
function rowMap(geometry: ConvGeometry, target: 'output' | 'input'): RowMap {
  const g = toRank4(geometry);
  const fromOutput = target === 'output';
  const targetSize = fromOutput ? g.outSize : g.inSize;
  const sourceSize = fromOutput ? g.inSize : g.outSize;
  /** Per axis [position, tap]: the source position or -1. */
  const tables = targetSize.map((size, axis) => {
    const [kernel, stride] = [g.kernel[axis] ?? 1, g.stride[axis] ?? 1];
    const [dilation, pad] = [g.dilation[axis] ?? 1, g.padBegin[axis] ?? 0];
    const limit = sourceSize[axis] ?? 1;
    return Int32Array.from({ length: size * kernel }, (_, i) => {
      const [position, tap] = [Math.floor(i / kernel), i % kernel];
      const scaled = fromOutput ? position * stride - pad + tap * dilation : position + pad - tap * dilation;
      const source = fromOutput ? scaled : scaled / stride;
      return Number.isInteger(source) && source >= 0 && source < limit ? source : -1;
    });
  });
  const taps = sizeOf(g.kernel);
  const positions = sizeOf(targetSize);
  return (first, count) => {
    const rows = new Int32Array(count * taps);
    for (let i = 0; i < rows.length; i++) {
      const target = first + Math.floor(i / taps);
      let position = target % positions;
      let tap = i % taps;
      let row = 0;
      let weight = 1;
      for (let axis = 3; axis >= 0; axis--) {
        const [size, kernel] = [targetSize[axis] ?? 1, g.kernel[axis] ?? 1];
        const source = tables[axis]?.[(position % size) * kernel + (tap % kernel)] ?? -1;
        if (source < 0) {
          row = -1;
          break;
        }
        row += source * weight;
        weight *= sourceSize[axis] ?? 1;
        position = Math.floor(position / size);
        tap = Math.floor(tap / kernel);
      }
      rows[i] = row < 0 ? -1 : row + Math.floor(target / positions) * weight;
    }
    return rows;
  };
}
