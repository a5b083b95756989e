/** Convolutions, pools, products and normalisation. Channels come last in TensorFlow, first in ONNX. */
import type { AttributeValue } from '../../onnx/graphBuilder';
import type { TfNode } from '../tfNode';
import { type TfOperation, type TfReader, turned } from '../tfReader';

const inOrder = (node: TfNode): void => {
  const format = node.text('data_format', 'NHWC');
  if (format !== 'NHWC' && format !== 'NDHWC')
    throw node.refuse(`has its channels as ${format.slice(0, 10)}`);
};

/** Of a batch, its axes and channels: channels first, `run`, channels last again. */
function channelsFirst(reader: TfReader, x: string, axes: number, run: (x: string) => string): string {
  const places = Array.from({ length: axes }, (_, i) => i);
  const there = [0, axes + 1, ...places.map((i) => i + 1)].map(BigInt);
  const back = [0, ...places.map((i) => i + 2), 1].map(BigInt);
  return reader.node('Transpose', [run(reader.node('Transpose', [x], { perm: there }))], { perm: back });
}

function inner(node: TfNode, key: string, axes: number): bigint[] {
  const given = node.numbers(key);
  return Array.from({ length: axes }, (_, i) => BigInt(given[i + 1] ?? 1));
}

/** How a window steps; only the axes between batch and channels. */
function stepping(node: TfNode, axes: number, kernel: readonly number[]): Record<string, AttributeValue> {
  const padding = node.text('padding', 'VALID');
  const explicit = node.numbers('explicit_paddings').slice(2, 2 + 2 * axes);
  const even = (odd: number) => explicit.filter((_, i) => i % 2 === odd).map(BigInt);
  return {
    kernel_shape: kernel.map(BigInt),
    strides: inner(node, 'strides', axes),
    ...(padding === 'SAME' && { auto_pad: 'SAME_UPPER' }),
    ...(padding === 'EXPLICIT' && { pads: [...even(0), ...even(1)] }),
  };
}

function convolved(reader: TfReader, node: TfNode, isDeep: boolean): string {
  inOrder(node);
  const kernel = reader.needed(node, 1);
  const axes = kernel.shape.length - 2;
  const sizes = kernel.shape.slice(0, axes);
  const [channels = 1, last = 1] = kernel.shape.slice(axes);
  const places = sizes.map((_, i) => i);
  const own = turned(kernel, isDeep ? [axes, axes + 1, ...places] : [axes + 1, axes, ...places]);
  const shape = isDeep ? [channels * last, 1, ...sizes] : own.shape;
  const weights = reader.floats(shape, own.data, `${node.name}_kernel`);
  return channelsFirst(reader, reader.value(node, 0), axes, (x) =>
    reader.node('Conv', [x, weights], {
      ...stepping(node, axes, sizes),
      ...(node.numbers('dilations').length > 0 && { dilations: inner(node, 'dilations', axes) }),
      ...(isDeep && { group: BigInt(channels) }),
    }),
  );
}

/** What a convolution or a product does besides, in the order it is told. */
function fused(reader: TfReader, node: TfNode, value: string): string {
  let at = 2;
  return node.texts('fused_ops').reduce((x, op) => {
    if (op === 'BiasAdd') return reader.node('Add', [x, reader.value(node, at++)]);
    if (op === 'Prelu') return reader.node('PRelu', [x, reader.value(node, at++)]);
    if (op === 'Relu6') return reader.node('Clip', [x, reader.number(0), reader.number(6)]);
    if (op === 'LeakyRelu')
      return reader.node('LeakyRelu', [x], { alpha: node.number('leakyrelu_alpha', 0.2) });
    if (['Relu', 'Elu', 'Sigmoid', 'Tanh'].includes(op)) return reader.node(op, [x]);
    throw node.refuse(`does ${op.slice(0, 40)} besides, which is not read`);
  }, value);
}

function pooled(reader: TfReader, node: TfNode, opType: 'MaxPool' | 'AveragePool'): string {
  inOrder(node);
  const size = node.numbers('ksize').slice(1, -1);
  return channelsFirst(reader, reader.value(node, 0), size.length, (x) =>
    reader.node(opType, [x], stepping(node, size.length, size)),
  );
}

/** Back from what a convolution answered: kernel [height, width, out, in], and how large it was before. */
const convTransposed: TfOperation = (reader, node) => {
  inOrder(node);
  const [, ...sizes] = reader.wholes(node, 0).slice(0, -1);
  const kernel = reader.needed(node, 1);
  const taps = kernel.shape.slice(0, 2);
  const own = turned(kernel, [3, 2, 0, 1]);
  const weights = reader.floats(own.shape, own.data, `${node.name}_kernel`);
  const strides = node.numbers('strides').slice(1, 3);
  const isSame = node.text('padding', 'VALID') === 'SAME';
  // As it was padded before, fewer at the beginning; what the steps left over is added at the end.
  const axes = sizes.map((size, i) => {
    const [count, stride] = [taps[i] ?? 1, strides[i] ?? 1];
    const windows = Math.ceil((isSame ? size : size - count + 1) / stride);
    const covered = (windows - 1) * stride + count;
    const over = isSame ? Math.max(0, covered - size) : 0;
    const begin = Math.floor(over / 2);
    return { begin, end: over - begin, more: size - (covered - over) };
  });
  return channelsFirst(reader, reader.value(node, 2), 2, (x) =>
    reader.node('ConvTranspose', [x, weights], {
      kernel_shape: taps.map(BigInt),
      strides: strides.map(BigInt),
      pads: [...axes.map(({ begin }) => begin), ...axes.map(({ end }) => end)].map(BigInt),
      output_padding: axes.map(({ more }) => BigInt(more)),
    }),
  );
};

const normalised: TfOperation = (reader, node) => {
  inOrder(node);
  if (node.truth('is_training', false)) throw node.refuse('takes the mean of the batch');
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((at) => reader.needed(node, at).data);
  const epsilon = node.number('epsilon', 1e-3);
  const scale = Float32Array.from(gamma ?? [], (g, i) => g / Math.sqrt((variance?.[i] ?? 1) + epsilon));
  const shift = scale.map((s, i) => (beta?.[i] ?? 0) - (mean?.[i] ?? 0) * s);
  const scaled = reader.node('Mul', [reader.value(node, 0), reader.floats([scale.length], scale)]);
  return reader.node('Add', [scaled, reader.floats([shift.length], shift)]);
};

const product =
  (a: string, b: string): TfOperation =>
  (reader, node) => {
    const side = (at: number, key: string): string => {
      if (!node.truth(key)) return reader.value(node, at);
      const constant = reader.constantAt(node, at);
      if (constant) {
        const { length } = constant.shape;
        const order = constant.shape.map((_, i) => (i < length - 2 ? i : 2 * length - 3 - i));
        const own = turned(constant, order);
        return reader.floats(own.shape, own.data);
      }
      if (key.startsWith('adj')) throw node.refuse('turns what is computed');
      return reader.node('Transpose', [reader.value(node, at)], { perm: [1n, 0n] });
    };
    return reader.node('MatMul', [side(0, a), side(1, b)]);
  };

const matMul = product('transpose_a', 'transpose_b');
const batchMatMul = product('adj_x', 'adj_y');

export const windows: Record<string, TfOperation> = {
  Conv2D: (reader, node) => convolved(reader, node, false),
  Conv3D: (reader, node) => convolved(reader, node, false),
  DepthwiseConv2dNative: (reader, node) => convolved(reader, node, true),
  _FusedConv2D: (reader, node) => fused(reader, node, convolved(reader, node, false)),
  FusedDepthwiseConv2dNative: (reader, node) => fused(reader, node, convolved(reader, node, true)),
  Conv2DBackpropInput: convTransposed,
  MaxPool: (reader, node) => pooled(reader, node, 'MaxPool'),
  AvgPool: (reader, node) => pooled(reader, node, 'AveragePool'),
  MaxPool3D: (reader, node) => pooled(reader, node, 'MaxPool'),
  AvgPool3D: (reader, node) => pooled(reader, node, 'AveragePool'),
  FusedBatchNorm: normalised,
  FusedBatchNormV2: normalised,
  FusedBatchNormV3: normalised,
  MatMul: matMul,
  _FusedMatMul: (reader, node) => fused(reader, node, matMul(reader, node) as string),
  BatchMatMul: batchMatMul,
  BatchMatMulV2: batchMatMul,
  Einsum: (reader, node) => reader.node('Einsum', reader.all(node), { equation: node.text('equation', '') }),
};
