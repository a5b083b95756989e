/** Layers with weights: maps, convolutions, normalisations, tables, recurrent layers, attention. */
import { sizeOf } from '../../arch/sizeOf';
import type { AttentionParams } from '../../layers/attention';
import { attentionSizes } from '../../layers/attentionSizes';
import type { ConvParams } from '../../layers/convLayer';
import type { ConvTransposeParams } from '../../layers/convTransposeLayer';
import type { RecurrentParams } from '../../layers/recurrentLayer';
import { isUsual, usualForm } from '../../layers/recurrentSteps';
import { rnn } from '../../layers/rnn';
import { channelForecast, demandForecast } from './forecastLayers';
import {
  cut,
  given,
  type KerasCode,
  type KerasLayer,
  type KerasLayerInput,
  list,
  padded,
  reshaped,
  truth,
  tuple,
  widthOf,
} from './kerasLayer';

const weight = (name: string, shape: readonly number[]): string => `w("${name}").reshape${list(shape)}`;
const withBias = (kernel: string, useBias: boolean): string[] => [kernel, ...(useBias ? ['w("bias")'] : [])];
const several = (values: readonly number[]): boolean => values.some((value) => value > 1);

const dense = ({
  name,
  inputs: [x],
  params: { units, useBias },
}: KerasLayerInput<{ units: number; useBias: boolean }>): KerasCode => ({
  says: `layers.Dense(${given(`${units}`, !useBias && 'use_bias=False', `name="${name}"`)})(${x})`,
  weights: { '': withBias('w("kernel")', useBias) },
});

const conv =
  (rank: number) =>
  ({
    name,
    inputs: [x = ''],
    shapes: [shape],
    params,
  }: KerasLayerInput<ConvParams>): KerasCode | undefined => {
    const { filters, kernel, stride, dilation, padBegin, padEnd, groups, useBias, activation } = params;
    // Keras has one or the other.
    if (several(stride) && several(dilation)) return undefined;
    const settings = given(
      `${filters}`,
      tuple(kernel),
      several(stride) && `strides=${tuple(stride)}`,
      several(dilation) && `dilation_rate=${tuple(dilation)}`,
      groups > 1 && `groups=${groups}`,
      !useBias && 'use_bias=False',
      activation === 'relu' && 'activation="relu"',
      `name="${name}"`,
    );
    return {
      says: `layers.Conv${rank}D(${settings})(${padded(x, padBegin, padEnd)})`,
      weights: {
        '': withBias(weight('kernel', [...kernel, widthOf(shape) / groups, filters]), useBias),
      },
    };
  };

const conv4d = ({
  name,
  inputs: [x],
  shapes: [shape],
  params,
}: KerasLayerInput<ConvParams>): KerasCode | undefined => {
  const { filters, kernel, stride, dilation, padBegin, padEnd, groups, useBias, activation } = params;
  if (several(stride.slice(1)) && several(dilation.slice(1))) return undefined;
  const sizes = [kernel, stride, dilation, padBegin, padEnd].map(tuple).join(', ');
  const said = `Conv4D(${filters}, ${sizes}, ${groups}, ${truth(useBias)}, name="${name}")(${x})`;
  return {
    says: activation === 'relu' ? `ops.relu(${said})` : said,
    weights: { '': withBias(weight('kernel', [...kernel, widthOf(shape) / groups, filters]), useBias) },
    helpers: ['Conv4D'],
  };
};

/** Space with one tap of time, then time with one tap of space. */
const separableConv4d = ({
  name,
  inputs: [x],
  shapes: [shape],
  params: { filters, kernel, stride, padBegin, padEnd, activation },
}: KerasLayerInput<{
  filters: number;
  kernel: number[];
  stride: number[];
  padBegin: number[];
  padEnd: number[];
  activation: string;
}>): KerasCode => {
  const only = (values: readonly number[], isTime: boolean, rest: number) =>
    tuple(values.map((value, axis) => ((axis === 0) === isTime ? value : rest)));
  const part = (isTime: boolean, bias: boolean, own: string) =>
    `Conv4D(${filters}, ${only(kernel, isTime, 1)}, ${only(stride, isTime, 1)}, (1, 1, 1, 1), ${only(padBegin, isTime, 0)}, ${only(padEnd, isTime, 0)}, 1, ${truth(bias)}, name="${own}")`;
  const said = `${part(true, true, name)}(${part(false, false, `${name}_space`)}(${x}))`;
  const [time = 1, ...space] = kernel;
  return {
    says: activation === 'relu' ? `ops.relu(${said})` : said,
    weights: {
      _space: [weight('spaceKernel', [1, ...space, widthOf(shape), filters])],
      '': [weight('timeKernel', [time, 1, 1, 1, filters, filters]), 'w("bias")'],
    },
    helpers: ['Conv4D'],
  };
};

const convTranspose =
  (rank: number) =>
  ({
    name,
    inputs: [x],
    shapes: [shape],
    shape: out,
    params: { filters, kernel, stride, dilation, cropBegin, useBias },
  }: KerasLayerInput<ConvTransposeParams>): KerasCode | undefined => {
    if (several(dilation)) return undefined;
    const settings = given(
      `${filters}`,
      tuple(kernel),
      `strides=${tuple(stride)}`,
      !useBias && 'use_bias=False',
      `name="${name}"`,
    );
    const full = `layers.Conv${rank}DTranspose(${settings})(${x})`;
    return {
      says: cropBegin.reduce((value, from, axis) => cut(value, axis + 1, from, out[axis] ?? 0), full),
      weights: { '': withBias(weight('kernel', [...kernel, filters, widthOf(shape)]), useBias) },
    };
  };

interface Window {
  kernel: number[];
  stride: number[];
  dilation: number[];
  padBegin: number[];
  padEnd: number[];
  multiplier: number;
  useBias: boolean;
}

const uneven = (stride: readonly number[]): boolean => stride[0] !== stride[1];

const depthwise = (
  name: string,
  x: string,
  { kernel, stride, dilation, padBegin, padEnd, multiplier }: Window,
  useBias: boolean,
): string =>
  `layers.DepthwiseConv2D(${given(
    tuple(kernel),
    several(stride) && `strides=${tuple(stride)}`,
    several(dilation) && `dilation_rate=${tuple(dilation)}`,
    multiplier > 1 && `depth_multiplier=${multiplier}`,
    !useBias && 'use_bias=False',
    `name="${name}"`,
  )})(${padded(x, padBegin, padEnd)})`;

const depthwiseConv2d = ({
  name,
  inputs: [x = ''],
  shapes: [shape],
  params,
}: KerasLayerInput<Window>): KerasCode | undefined => {
  if (uneven(params.stride) || (several(params.stride) && several(params.dilation))) return undefined;
  return {
    says: depthwise(name, x, params, params.useBias),
    weights: {
      '': withBias(weight('kernel', [...params.kernel, widthOf(shape), params.multiplier]), params.useBias),
    },
  };
};

const separableConv2d = ({
  name,
  inputs: [x = ''],
  shapes: [shape],
  params,
}: KerasLayerInput<Window & { filters: number }>): KerasCode | undefined => {
  if (uneven(params.stride) || (several(params.stride) && several(params.dilation))) return undefined;
  const { filters, useBias, kernel, multiplier } = params;
  return {
    says: `layers.Dense(${given(`${filters}`, !useBias && 'use_bias=False', `name="${name}"`)})(${depthwise(`${name}_depth`, x, params, false)})`,
    weights: {
      _depth: [weight('depthKernel', [...kernel, widthOf(shape), multiplier])],
      '': withBias('w("kernel")', useBias),
    },
  };
};

const batchNorm = ({
  name,
  inputs: [x],
  params: { momentum, epsilon },
}: KerasLayerInput<{ momentum: number; epsilon: number }>): KerasCode => ({
  says: `layers.BatchNormalization(momentum=${momentum}, epsilon=${epsilon}, name="${name}")(${x})`,
  weights: { '': ['w("gamma")', 'w("beta")', 'w("movingMean")', 'w("movingVariance")'] },
});

const norm =
  (title: string, arrays: readonly string[], more: (params: { groups?: number }) => string = () => '') =>
  ({ name, inputs: [x], params }: KerasLayerInput<{ epsilon: number; groups?: number }>): KerasCode => ({
    says: `layers.${title}(${given(more(params), `epsilon=${params.epsilon}`, `name="${name}"`)})(${x})`,
    weights: { '': arrays.map((array) => `w("${array}")`) },
  });

/** Id 0 fills up: its vector is zero whatever stands in the table. */
const embedding = ({
  name,
  inputs: [x],
  params: { vocabulary, width },
}: KerasLayerInput<{ vocabulary: number; width: number }>): KerasCode => ({
  says: `layers.Embedding(${vocabulary}, ${width}, name="${name}")(${x}) * ops.expand_dims(ops.cast(ops.not_equal(${x}, 0), "float32"), -1)`,
  weights: { '': ['w("table")'] },
});

/** Four axes have tables of their own for times and for places, fewer have one table. */
const positions = ({
  name,
  inputs: [x = ''],
  shape,
  params: { kind },
}: KerasLayerInput<{ kind: string }>): KerasCode => {
  const width = widthOf(shape);
  const [times = 1, ...rest] = shape;
  const sizes =
    shape.length === 5
      ? [
          [times, 1, 1, 1, width],
          [1, ...rest],
        ]
      : [shape];
  if (kind !== 'learned') {
    const tables = sizes.map((size) => `waves(${sizeOf(size.slice(0, -1))}, ${width}).reshape${list(size)}`);
    return { says: [x, ...tables].join(' + '), helpers: ['waves'] };
  }
  const parts = ['', '_place'].slice(0, sizes.length);
  return {
    says: parts.reduce(
      (value, part, at) => `Added(${list(sizes[at] ?? [])}, name="${name}${part}")(${value})`,
      x,
    ),
    weights: Object.fromEntries(
      parts.map((part, at) => [part, [weight(at === 0 ? 'time' : 'place', sizes[at] ?? [])]]),
    ),
    helpers: ['Added'],
  };
};

const classToken = ({ name, inputs: [x], shape }: KerasLayerInput): KerasCode => ({
  says: `WithToken(name="${name}")(${x})`,
  weights: { '': [weight('token', [1, 1, widthOf(shape)])] },
  helpers: ['WithToken'],
});

/** `order`: places of Keras' gates among ours. `ownBias`: the last gate has a bias of the state as well. */
const recurrent =
  (title: 'SimpleRNN' | 'LSTM' | 'GRU', order: readonly number[], ownBias = false) =>
  ({ name, inputs: [x, ids], params }: KerasLayerInput<RecurrentParams>): KerasCode | undefined => {
    const { units, bidirectional, answer, ...form } = params;
    if (!isUsual({ ...usualForm, ...form })) return undefined;
    const width = order.length * units;
    const arrays = (at: number): string[] => {
      const turned = (value: string) => `gates(${value}, ${units}, ${list(order)})`;
      const bias = turned(`w("bias")[${at * width}:${(at + 1) * width}]`);
      return [
        turned(`w("kernel")[:, ${at * width}:${(at + 1) * width}]`),
        turned(`w("recurrent")[${at * units}:${(at + 1) * units}]`),
        ownBias
          ? `np.stack([${bias}, np.concatenate([np.zeros(${2 * units}), w("recurrentBias")[${at * units}:${(at + 1) * units}]])])`
          : bias,
      ];
    };
    const sequences = answer === 'sequence' && 'return_sequences=True';
    const filled = ids !== undefined && answer === 'sequence' && 'zero_output_for_mask=True';
    const layer = `layers.${title}(${given(`${units}`, sequences, filled, !bidirectional && `name="${name}"`)})`;
    const whole = bidirectional ? `layers.Bidirectional(${layer}, name="${name}")` : layer;
    return {
      says: `${whole}(${x}${ids ? `, mask=there(${ids})` : ''})`,
      weights: { '': bidirectional ? [...arrays(0), ...arrays(1)] : arrays(0) },
      helpers: ['gates', ...(ids ? (['there'] as const) : [])],
    };
  };

const attentionArrays = ['query', 'key', 'value', 'output'].flatMap((part) => [
  `w("${part}")`,
  `w("${part}Bias")`,
]);

const attention = ({ name, inputs, shapes, params }: KerasLayerInput<AttentionParams>): KerasCode => {
  const { heads, keyHeads } = attentionSizes(shapes, params);
  const hasIds = shapes.length > 1 && shapes.at(-1)?.length === 1;
  const ids = hasIds ? inputs.at(-1) : undefined;
  const [x, memory] = hasIds ? inputs.slice(0, -1) : inputs;
  return {
    says: `Attention(${heads}, ${keyHeads}, ${truth(params.causal)}, "${params.position}", name="${name}")(${given(x, memory && `memory=${memory}`, ids && `ids=${ids}`)})`,
    weights: { '': attentionArrays },
    helpers: ['constant', 'Attention'],
  };
};

/** Every place over its times, or every time over its places. */
const axisAttention = ({
  name,
  inputs: [x = ''],
  shape,
  params: { axis, heads },
}: KerasLayerInput<{ axis: 'time' | 'space'; heads: number }>): KerasCode => {
  const [times = 1, ...rest] = shape;
  const channels = widthOf(shape);
  const places = sizeOf(rest.slice(0, -1));
  const along = `Attention(${heads}, ${heads}, False, "none", name="${name}")`;
  const swapped = (value: string, a: number, b: number) =>
    `ops.transpose(${reshaped(value, [a, b, channels])}, (0, 2, 1, 3))`;
  return {
    says:
      axis === 'space'
        ? reshaped(`${along}(${reshaped(x, [places, channels])})`, shape)
        : reshaped(
            swapped(`${along}(${reshaped(swapped(x, times, places), [times, channels])})`, places, times),
            shape,
          ),
    weights: { '': attentionArrays },
    helpers: ['constant', 'Attention'],
  };
};

const prelu = ({ name, inputs: [x], shape }: KerasLayerInput): KerasCode => {
  const shared = shape.slice(0, -1).map((_, axis) => axis + 1);
  return {
    says: `layers.PReLU(${given(shared.length > 0 && `shared_axes=[${shared.join(', ')}]`, `name="${name}"`)})(${x})`,
    weights: { '': [weight('slope', [...shared.map(() => 1), widthOf(shape)])] },
  };
};

const graphConv = ({
  name,
  inputs: [x, edges],
  params: { units },
}: KerasLayerInput<{ units: number }>): KerasCode => ({
  says: `GraphConv(${units}, name="${name}")(${x}, ${edges})`,
  weights: { '': ['w("kernel")', 'w("bias")'] },
  helpers: ['GraphConv'],
});

export const learntLayers = {
  dense,
  conv1d: conv(1),
  conv2d: conv(2),
  conv3d: conv(3),
  conv4d,
  separableConv4d,
  convTranspose1d: convTranspose(1),
  convTranspose2d: convTranspose(2),
  convTranspose3d: convTranspose(3),
  depthwiseConv2d,
  separableConv2d,
  batchNorm,
  layerNorm: norm('LayerNormalization', ['gamma', 'beta']),
  rmsNorm: norm('RMSNormalization', ['gamma']),
  groupNorm: norm('GroupNormalization', ['gamma', 'beta'], ({ groups }) => `${groups}`),
  instanceNorm: norm('GroupNormalization', ['gamma', 'beta'], () => '-1'),
  embedding,
  positions,
  classToken,
  [rnn.type]: recurrent('SimpleRNN', [0]),
  lstm: recurrent('LSTM', [0, 2, 3, 1]),
  gru: recurrent('GRU', [0, 1, 2], true),
  attention,
  axisAttention,
  prelu,
  graphConv,
  channelForecast,
  demandForecast,
} satisfies Record<string, KerasLayer>;
