/**
 * Layers of Keras 2 and TensorFlow.js (their `class_name`), said in layers of ours. Where a setting means something
 * that ours has no word for, it is refused by name.
 */
import { samePadding } from '../arch/convGeometry';
import { first, type KerasCall, type KerasLayer } from './kerasCall';
import type { KerasConfig } from './kerasConfig';
import { bidirectional, cells, recurrent } from './kerasRecurrent';

const activations: Record<string, string> = {
  relu: 'relu',
  relu6: 'relu6',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
  logsoftmax: 'logSoftmax',
  elu: 'elu',
  selu: 'selu',
  softplus: 'softplus',
  softsign: 'softsign',
  hardsigmoid: 'hardSigmoid',
  swish: 'silu',
  silu: 'silu',
  mish: 'mish',
  gelu: 'gelu',
  gelunew: 'geluTanh',
};

function activated({ name, config, make }: KerasCall, value: string, key = 'activation'): string {
  const given = config.text(key, 'linear');
  const plain = given.replaceAll('_', '').toLowerCase();
  if (plain === 'linear') return value;
  const kind = Object.hasOwn(activations, plain) ? activations[plain] : undefined;
  if (kind === undefined) {
    config.only(key, 'linear');
    return value;
  }
  return make.layer(`${name}_${kind}`, 'activation', { kind }, [value]);
}

const withBias = (call: KerasCall, arrays: Record<string, Float32Array>) =>
  call.config.truth('use_bias', true) ? { ...arrays, bias: call.array('bias') } : arrays;

const dense: KerasLayer = (call) => {
  const { name, config, make } = call;
  const useBias = config.truth('use_bias', true);
  const arrays = withBias(call, { kernel: call.array('kernel') });
  return activated(
    call,
    make.layer(name, 'dense', { units: config.number('units'), useBias }, [first(call)], arrays),
  );
};

/** Strides, dilation and padding of a window, as ours. */
function windowOf({ config, make }: KerasCall, value: string, kernel: number[], strides: number[]) {
  config.only('data_format', 'channels_last');
  const rank = kernel.length;
  const stride = strides;
  const dilation = config.numbers('dilation_rate', rank, 1);
  const padding = config.text('padding', 'valid').toLowerCase();
  const inSize = make.shapeOf(value).slice(0, rank);
  const none = kernel.map(() => 0);
  if (padding === 'causal' && rank === 1)
    return { stride, dilation, padBegin: [((kernel[0] ?? 1) - 1) * (dilation[0] ?? 1)], padEnd: [0] };
  if (padding !== 'same') config.only('padding', 'valid');
  const pads =
    padding === 'same' ? samePadding({ inSize, kernel, stride, dilation }) : { padBegin: none, padEnd: none };
  return { stride, dilation, ...pads };
}

const conv =
  (rank: number): KerasLayer =>
  (call) => {
    const { name, config, make } = call;
    const value = first(call);
    const kernel = config.numbers('kernel_size', rank);
    const params = {
      filters: config.number('filters'),
      kernel,
      ...windowOf(call, value, kernel, config.numbers('strides', rank, 1)),
      groups: config.number('groups', 1),
      useBias: config.truth('use_bias', true),
    };
    const arrays = withBias(call, { kernel: call.array('kernel') });
    return activated(call, make.layer(name, `conv${rank}d`, params, [value], arrays));
  };

const depthwise: KerasLayer = (call) => {
  const { name, config, make } = call;
  const value = first(call);
  const kernel = config.numbers('kernel_size', 2);
  const params = {
    kernel,
    ...windowOf(call, value, kernel, config.numbers('strides', 2, 1)),
    multiplier: config.number('depth_multiplier', 1),
    useBias: config.truth('use_bias', true),
  };
  const arrays = withBias(call, { kernel: call.array('depthwise_kernel') });
  return activated(call, make.layer(name, 'depthwiseConv2d', params, [value], arrays));
};

const separable: KerasLayer = (call) => {
  const { name, config, make } = call;
  const value = first(call);
  const kernel = config.numbers('kernel_size', 2);
  const params = {
    filters: config.number('filters'),
    kernel,
    ...windowOf(call, value, kernel, config.numbers('strides', 2, 1)),
    multiplier: config.number('depth_multiplier', 1),
    useBias: config.truth('use_bias', true),
  };
  const arrays = withBias(call, {
    depthKernel: call.array('depthwise_kernel'),
    kernel: call.array('pointwise_kernel'),
  });
  return activated(call, make.layer(name, 'separableConv2d', params, [value], arrays));
};

const convTranspose: KerasLayer = (call) => {
  const { name, config, make } = call;
  config.only('data_format', 'channels_last');
  config.only('dilation_rate', [1, 1]);
  config.only('output_padding', null, null);
  const kernel = config.numbers('kernel_size', 2);
  const stride = config.numbers('strides', 2, 1);
  const isSame = config.text('padding', 'valid') === 'same';
  if (!isSame) config.only('padding', 'valid');
  const over = kernel.map((taps, axis) => taps - (stride[axis] ?? 1));
  if (over.some((taps) => taps < 0)) throw config.wrong('kernel_size', 'at least its strides');
  const params = {
    filters: config.number('filters'),
    kernel,
    stride,
    cropBegin: over.map((taps) => (isSame ? Math.floor(taps / 2) : 0)),
    cropEnd: over.map((taps) => (isSame ? Math.ceil(taps / 2) : 0)),
    useBias: config.truth('use_bias', true),
  };
  const arrays = withBias(call, { kernel: call.array('kernel') });
  return activated(call, make.layer(name, 'convTranspose2d', params, [first(call)], arrays));
};

const pool =
  (rank: number, kind: 'max' | 'average'): KerasLayer =>
  (call) => {
    const { name, config, make } = call;
    const value = first(call);
    const size = config.numbers('pool_size', rank, 2);
    const strides = config.get('strides') == null ? size : config.numbers('strides', rank);
    const { stride, padBegin, padEnd } = windowOf(call, value, size, strides);
    return make.layer(name, `pool${rank}d`, { kind, size, stride, padBegin, padEnd }, [value]);
  };

const globalPool =
  (kind: 'max' | 'average'): KerasLayer =>
  (call) => {
    call.config.only('data_format', 'channels_last');
    call.config.only('keepdims', false);
    return call.make.layer(call.name, 'globalPool', { kind }, [first(call)]);
  };

const batchNorm: KerasLayer = (call) => {
  const { name, config, make } = call;
  const value = first(call);
  const shape = make.shapeOf(value);
  const axis = config.get('axis') ?? -1;
  if (axis !== -1 && axis !== shape.length && JSON.stringify(axis) !== `[${shape.length}]`)
    config.only('axis', -1);
  const width = shape.at(-1) ?? 1;
  const arrays = {
    gamma: config.truth('scale', true) ? call.array('gamma') : new Float32Array(width).fill(1),
    beta: config.truth('center', true) ? call.array('beta') : new Float32Array(width),
    movingMean: call.array('moving_mean'),
    movingVariance: call.array('moving_variance'),
  };
  const params = {
    epsilon: config.number('epsilon', 1e-3),
    momentum: Math.min(0.9999, config.number('momentum', 0.99)),
  };
  return make.layer(name, 'batchNorm', params, [value], arrays);
};

const layerNorm: KerasLayer = (call) => {
  const { name, config, make } = call;
  const value = first(call);
  const shape = make.shapeOf(value);
  const axis = JSON.stringify(config.get('axis') ?? -1);
  if (![`-1`, `[-1]`, `${shape.length}`, `[${shape.length}]`].includes(axis)) config.only('axis', -1);
  const width = shape.at(-1) ?? 1;
  const arrays = {
    gamma: config.truth('scale', true) ? call.array('gamma') : new Float32Array(width).fill(1),
    beta: config.truth('center', true) ? call.array('beta') : new Float32Array(width),
  };
  return make.layer(name, 'layerNorm', { epsilon: config.number('epsilon', 1e-3) }, [value], arrays);
};

const embedding: KerasLayer = (call) => {
  const { name, config, make } = call;
  const width = config.number('output_dim');
  const table = call.array('embeddings');
  // Ours answers the first of them with nothing.
  if (table.subarray(0, width).some((value) => value !== 0))
    throw config.wrong('embeddings', 'zeros for id 0 (here id 0 fills up short texts)');
  return make.layer(name, 'embedding', { vocabulary: config.number('input_dim'), width }, [first(call)], {
    table,
  });
};

const simple =
  (type: string, params: (call: KerasCall) => Record<string, unknown> = () => ({})): KerasLayer =>
  (call) =>
    call.make.layer(call.name, type, params(call), [first(call)]);

const merge =
  (type: string): KerasLayer =>
  ({ name, inputs, make }) =>
    inputs.slice(1).reduce((sum, value) => make.layer(name, type, {}, [sum, value]), inputs[0] ?? '');

const concatenate: KerasLayer = ({ name, config, inputs, make }) => {
  const axis = config.number('axis', -1);
  return make.layer(name, 'concat', { axis: axis > 0 ? axis - 1 : axis }, inputs);
};

const reshape: KerasLayer = (call) => {
  const target = call.config.get('target_shape');
  if (!Array.isArray(target)) throw call.config.wrong('target_shape', 'a shape');
  const size = call.make.shapeOf(first(call)).reduce((all, n) => all * n, 1);
  const known = target.filter((n) => n !== -1 && n !== null).reduce((all: number, n) => all * Number(n), 1);
  const shape = target.map((n) => (n === -1 || n === null ? size / known : Number(n)));
  return call.make.layer(call.name, 'reshape', { shape }, [first(call)]);
};

/** [[before, after], …] for each axis, or one number, or one for each axis. */
function sides(config: KerasConfig, key: string, axes: number): { begin: number[]; end: number[] } {
  const value = config.get(key);
  if (
    Array.isArray(value) &&
    value.length === axes &&
    value.every((pair) => Array.isArray(pair) && pair.length === 2)
  )
    return {
      begin: value.map((pair: number[]) => Number(pair[0])),
      end: value.map((pair: number[]) => Number(pair[1])),
    };
  if (axes === 1 && Array.isArray(value) && value.length === 2)
    return { begin: [Number(value[0])], end: [Number(value[1])] };
  const even = config.numbers(key, axes, 1);
  return { begin: even, end: even };
}

const around = (type: string, key: string, rank: number): KerasLayer =>
  simple(type, ({ config }) => {
    config.only('data_format', 'channels_last');
    return sides(config, key, rank);
  });

const upsample = (rank: number): KerasLayer =>
  simple(`upsample${rank}d`, ({ config }) => {
    config.only('data_format', 'channels_last');
    config.only('interpolation', 'nearest');
    return { factor: config.numbers('size', rank, 2) };
  });

const kind = (name: string, alpha?: number): KerasLayer =>
  simple('activation', ({ config }) => ({
    kind: name,
    ...(alpha !== undefined && {
      alpha: Number(config.get('alpha') ?? config.get('negative_slope') ?? alpha),
    }),
  }));

const reluLayer: KerasLayer = (call) => {
  const most = call.config.get('max_value');
  call.config.only('threshold', 0);
  call.config.only('negative_slope', 0);
  if (most !== null && most !== undefined && most !== 6) call.config.only('max_value', 6);
  return call.make.layer(call.name, 'activation', { kind: most === 6 ? 'relu6' : 'relu' }, [first(call)]);
};

const softmaxLayer: KerasLayer = (call) => {
  call.config.only('axis', -1);
  return call.make.layer(call.name, 'activation', { kind: 'softmax' }, [first(call)]);
};

const prelu: KerasLayer = (call) =>
  call.make.layer(call.name, 'prelu', {}, [first(call)], { slope: call.array('alpha') });

/** What training alone does: nothing of it is left in an answer. */
const nothing: KerasLayer = (call) => first(call);

export const kerasLayers = (
  inner: (config: KerasConfig) => { className: string; config: KerasConfig },
): Readonly<Record<string, KerasLayer>> => ({
  Dense: dense,
  Activation: (call) => activated(call, first(call)),
  Conv1D: conv(1),
  Conv2D: conv(2),
  Conv3D: conv(3),
  DepthwiseConv2D: depthwise,
  SeparableConv2D: separable,
  Conv2DTranspose: convTranspose,
  MaxPooling1D: pool(1, 'max'),
  MaxPooling2D: pool(2, 'max'),
  MaxPooling3D: pool(3, 'max'),
  AveragePooling1D: pool(1, 'average'),
  AveragePooling2D: pool(2, 'average'),
  AveragePooling3D: pool(3, 'average'),
  GlobalMaxPooling1D: globalPool('max'),
  GlobalMaxPooling2D: globalPool('max'),
  GlobalAveragePooling1D: globalPool('average'),
  GlobalAveragePooling2D: globalPool('average'),
  BatchNormalization: batchNorm,
  LayerNormalization: layerNorm,
  SimpleRNN: (call) => recurrent(call, cells.SimpleRNN, call.config, false),
  LSTM: (call) => recurrent(call, cells.LSTM, call.config, false),
  GRU: (call) => recurrent(call, cells.GRU, call.config, false),
  Bidirectional: bidirectional(inner),
  Embedding: embedding,
  Add: merge('add'),
  Multiply: merge('multiply'),
  Concatenate: concatenate,
  Flatten: simple('flatten'),
  Reshape: reshape,
  Permute: simple('permute', ({ config }) => ({
    order: config
      .numbers('dims', (config.get('dims') as unknown[] | undefined)?.length ?? 0)
      .map((axis) => axis - 1),
  })),
  ZeroPadding1D: around('pad', 'padding', 1),
  ZeroPadding2D: around('pad', 'padding', 2),
  Cropping1D: around('crop', 'cropping', 1),
  Cropping2D: around('crop', 'cropping', 2),
  UpSampling1D: upsample(1),
  UpSampling2D: upsample(2),
  LeakyReLU: kind('leakyRelu', 0.3),
  ELU: (call) => {
    call.config.only('alpha', 1);
    return call.make.layer(call.name, 'activation', { kind: 'elu' }, [first(call)]);
  },
  ReLU: reluLayer,
  Softmax: softmaxLayer,
  PReLU: prelu,
  Dropout: nothing,
  SpatialDropout1D: nothing,
  SpatialDropout2D: nothing,
  GaussianNoise: nothing,
  GaussianDropout: nothing,
  AlphaDropout: nothing,
});
