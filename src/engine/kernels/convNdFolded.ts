/**
 * The convolution on backends without a kernel of ours (WASM, CPU), as gathered rows times a matrix: the rows that
 * every output position sees are laid side by side by plain loops (values are in host memory there), then one matrix
 * product sums over taps and channels. The matrix of rows is built for a bounded number of positions at a time.
 */
import type { Rank, Tensor2D } from '@tensorflow/tfjs-core';
import { type ConvGeometry, outputCount } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { cachedRowMap, type RowMap } from './convRowMap';
import {
  depthwiseBackwardInput,
  depthwiseBackwardWeights,
  depthwiseForward,
  isDepthwise,
} from './convNdDepthwise';

/** Elements of the matrix of rows held at once (64 MiB). */
const maxElements = 2 ** 24;

/** Reads a tensor's values; on these backends that waits for nothing. */
export type HostValues = (tensor: Tensor) => Float32Array;

export function foldedForward(tf: Ops, g: ConvGeometry, x: Tensor, w: Tensor, values: HostValues): Tensor {
  if (isDepthwise(g))
    return tf.tensor2d(
      depthwiseForward(g, values(x), values(w)),
      [outputCount(g) / g.outChannels, g.outChannels],
      'float32',
    );
  const seen = new SeenRows(g, 'output', values(x));
  const rows = g.batch * sizeOf(g.outSize);
  return eachGroup(tf, g, (group) => {
    const matrix = groupOf(tf, w, g.outChannels, g.groups, group);
    return eachBlock(tf, g, rows, seen.channels, (first, count) =>
      tf.matMul(seen.matrix(tf, first, count, group), matrix),
    );
  });
}

export function foldedBackwardInput(
  tf: Ops,
  g: ConvGeometry,
  dy: Tensor,
  w: Tensor,
  values: HostValues,
): Tensor {
  if (isDepthwise(g)) return tf.tensor1d(depthwiseBackwardInput(g, values(dy), values(w)), 'float32');
  const seen = new SeenRows(g, 'input', values(dy));
  const rows = g.batch * sizeOf(g.inSize);
  const taps = sizeOf(g.kernel);
  const inPerGroup = g.inChannels / g.groups;
  const outPerGroup = g.outChannels / g.groups;
  return eachGroup(tf, g, (group) => {
    const byTap = tf.reshape(groupOf(tf, w, g.outChannels, g.groups, group), [taps, inPerGroup, outPerGroup]);
    const matrix = tf.reshape<Rank.R2>(tf.transpose(byTap, [0, 2, 1]), [taps * outPerGroup, inPerGroup]);
    return eachBlock(tf, g, rows, seen.channels, (first, count) =>
      tf.matMul(seen.matrix(tf, first, count, group), matrix),
    );
  });
}

export function foldedBackwardWeights(
  tf: Ops,
  g: ConvGeometry,
  x: Tensor,
  dy: Tensor,
  values: HostValues,
): Tensor {
  if (isDepthwise(g))
    return tf.tensor2d(
      depthwiseBackwardWeights(g, values(x), values(dy)),
      [sizeOf(g.kernel), g.outChannels],
      'float32',
    );
  const seen = new SeenRows(g, 'output', values(x));
  const rows = g.batch * sizeOf(g.outSize);
  return eachGroup(tf, g, (group) => {
    const gradient = groupOf(tf, dy, g.outChannels, g.groups, group);
    let total: Tensor2D | undefined;
    for (const [first, count] of blocks(g, rows, seen.channels)) {
      const previous = total;
      total = tf.tidy((): Tensor2D => {
        const slopes = tf.slice(gradient, [first, 0], [count, -1]);
        const part: Tensor2D = tf.matMul(seen.matrix(tf, first, count, group), slopes, true);
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

/** The rows of the source that target positions meet under every tap, zeros for what lies outside. */
class SeenRows {
  /** Of one group. */
  readonly channels: number;
  private readonly allChannels: number;
  private readonly taps: number;
  private readonly targets: number;
  private readonly sources: number;
  private readonly rowMap: RowMap;
  private readonly values: Float32Array;

  constructor(g: ConvGeometry, target: 'output' | 'input', values: Float32Array) {
    const fromOutput = target === 'output';
    this.allChannels = fromOutput ? g.inChannels : g.outChannels;
    this.channels = this.allChannels / g.groups;
    this.taps = sizeOf(g.kernel);
    this.targets = sizeOf(fromOutput ? g.outSize : g.inSize);
    this.sources = sizeOf(fromOutput ? g.inSize : g.outSize);
    this.rowMap = cachedRowMap(g, target);
    this.values = values;
  }

  matrix(tf: Ops, first: number, count: number, group: number): Tensor2D {
    const { channels, allChannels, taps, targets, sources, values } = this;
    const laid = new Float32Array(count * taps * channels);
    const offset = group * channels;
    for (let done = 0; done < count; ) {
      const sample = Math.floor((first + done) / targets);
      const start = first + done - sample * targets;
      const here = Math.min(count - done, targets - start);
      const map = this.rowMap(start, here);
      const base = sample * sources;
      let at = done * taps * channels;
      for (let i = 0; i < map.length; i++, at += channels) {
        const row = map[i] as number;
        if (row < 0) continue;
        const from = (base + row) * allChannels + offset;
        for (let c = 0; c < channels; c++) laid[at + c] = values[from + c] as number;
      }
      done += here;
    }
    return tf.tensor2d(laid, [count, taps * channels], 'float32');
  }
}
