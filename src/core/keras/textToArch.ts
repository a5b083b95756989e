/**
 * A sequence of layers as text of Keras or PyTorch, as an ArchSpec without weights, for a sample of a known shape. Sizes
 * that PyTorch repeats (what goes in) are taken from the sample; a reshaping that PyTorch needs for its channels is not.
 */
import type { ArchSpec } from '../arch/archSpec';
import { TetradError, toErrorInfo } from '../protocol/errors';
import { ArchMaker } from './archMaker';
import { KerasConfig } from './kerasConfig';
import type { KerasLayer } from './kerasCall';
import { kerasLayers } from './kerasLayers';
import { isCall, type LayerCall, type LayerValue, readLayerText } from './layerText';

type Config = Record<string, LayerValue | undefined>;

/** Names of what Keras takes without a name, in its order. */
const kerasArguments: Record<string, string[]> = {
  Dense: ['units', 'activation'],
  Activation: ['activation'],
  Dropout: ['rate'],
  GaussianNoise: ['stddev'],
  Embedding: ['input_dim', 'output_dim'],
  LSTM: ['units'],
  SimpleRNN: ['units'],
  Reshape: ['target_shape'],
  Permute: ['dims'],
  LeakyReLU: ['alpha'],
  UpSampling1D: ['size'],
  UpSampling2D: ['size'],
  ZeroPadding1D: ['padding'],
  ZeroPadding2D: ['padding'],
  Cropping1D: ['cropping'],
  Cropping2D: ['cropping'],
};
const convArguments = ['filters', 'kernel_size', 'strides', 'padding'];
const poolArguments = ['pool_size', 'strides', 'padding'];
const argumentsOf = (name: string): string[] =>
  kerasArguments[name] ??
  (name.startsWith('DepthwiseConv')
    ? convArguments.slice(1)
    : /Conv/.test(name)
      ? convArguments
      : /^(Max|Average)Pooling/.test(name)
        ? poolArguments
        : []);

interface Said {
  className: string;
  config: Config;
}

/** Of PyTorch: what its numbers mean, as one or several layers of Keras. */
type Torch = (of: (place: number, name: string) => LayerValue | undefined, name: string) => Said[];

const torchConv =
  (title: string): Torch =>
  (of, name) => {
    const rank = Number(/\d/.exec(name)?.[0] ?? 2);
    const padding = of(4, 'padding') ?? 0;
    const config: Config = {
      filters: of(1, 'out_channels'),
      kernel_size: of(2, 'kernel_size'),
      strides: of(3, 'stride') ?? 1,
      dilation_rate: of(5, 'dilation') ?? 1,
      groups: of(6, 'groups') ?? 1,
      use_bias: of(7, 'bias') ?? true,
      padding: typeof padding === 'string' ? padding : 'valid',
    };
    const conv = { className: `${title}${rank}D`, config };
    return typeof padding === 'string' || padding === 0 ? [conv] : [padded(rank, padding), conv];
  };

const padded = (rank: number, padding: LayerValue): Said => {
  const sizes = Array.isArray(padding) ? padding : Array.from({ length: rank }, () => padding);
  return { className: `ZeroPadding${rank}D`, config: { padding: sizes.map((size) => [size, size]) } };
};

const torchPool =
  (title: string): Torch =>
  (of, name) => [
    {
      className: `${title}${/\d/.exec(name)?.[0] ?? 2}D`,
      config: {
        pool_size: of(0, 'kernel_size'),
        strides: of(1, 'stride') ?? null,
        torchPadding: of(2, 'padding') ?? 0,
      },
    },
  ];

const torchRecurrent =
  (className: string): Torch =>
  (of) => {
    const config: Config = {
      units: of(1, 'hidden_size'),
      return_sequences: true,
      recurrent_activation: 'sigmoid',
    };
    if ((of(2, 'num_layers') ?? 1) !== 1) config.num_layers = of(2, 'num_layers');
    return [
      of(6, 'bidirectional') === true
        ? {
            className: 'Bidirectional',
            config: { merge_mode: 'concat', layer: { class_name: className, config } as never },
          }
        : { className, config },
    ];
  };

const plain =
  (className: string, config: Config = {}): Torch =>
  () => [{ className, config }];

const torchLayers: Record<string, Torch> = {
  Linear: (of) => [
    { className: 'Dense', config: { units: of(1, 'out_features'), use_bias: of(2, 'bias') ?? true } },
  ],
  Conv1d: torchConv('Conv'),
  Conv2d: torchConv('Conv'),
  Conv3d: torchConv('Conv'),
  MaxPool1d: torchPool('MaxPooling'),
  MaxPool2d: torchPool('MaxPooling'),
  MaxPool3d: torchPool('MaxPooling'),
  AvgPool1d: torchPool('AveragePooling'),
  AvgPool2d: torchPool('AveragePooling'),
  AvgPool3d: torchPool('AveragePooling'),
  AdaptiveAvgPool1d: plain('GlobalAveragePooling1D'),
  AdaptiveAvgPool2d: plain('GlobalAveragePooling2D'),
  AdaptiveMaxPool1d: plain('GlobalMaxPooling1D'),
  AdaptiveMaxPool2d: plain('GlobalMaxPooling2D'),
  BatchNorm1d: plain('BatchNormalization', { epsilon: 1e-5, momentum: 0.9 }),
  BatchNorm2d: plain('BatchNormalization', { epsilon: 1e-5, momentum: 0.9 }),
  BatchNorm3d: plain('BatchNormalization', { epsilon: 1e-5, momentum: 0.9 }),
  LayerNorm: plain('LayerNormalization', { epsilon: 1e-5 }),
  Flatten: plain('Flatten'),
  Dropout: (of) => [{ className: 'Dropout', config: { rate: of(0, 'p') ?? 0.5 } }],
  Embedding: (of) => [
    {
      className: 'Embedding',
      config: { input_dim: of(0, 'num_embeddings'), output_dim: of(1, 'embedding_dim') },
    },
  ],
  LSTM: torchRecurrent('LSTM'),
  RNN: torchRecurrent('SimpleRNN'),
  Identity: () => [],
  ReLU: plain('ReLU'),
  ReLU6: plain('ReLU', { max_value: 6 }),
  LeakyReLU: (of) => [{ className: 'LeakyReLU', config: { alpha: of(0, 'negative_slope') ?? 0.01 } }],
  ELU: plain('ELU'),
  ...Object.fromEntries(
    ['GELU', 'SiLU', 'SELU', 'Tanh', 'Sigmoid', 'Softplus', 'Mish'].map((name) => [
      name,
      plain('Activation', { activation: name.toLowerCase() }),
    ]),
  ),
  Softmax: plain('Softmax'),
  Upsample: (of) => [{ className: 'UpSampling2D', config: { size: of(1, 'scale_factor') } }],
};

const isTorch = ({ from, name }: LayerCall): boolean =>
  /(^|\.)nn$/.test(from) || /^(Linear|(Max|Avg)Pool\dd|Conv\dd|BatchNorm\dd)$/.test(name);

function saidBy(call: LayerCall): Said[] {
  if (isTorch(call)) {
    const torch = Object.hasOwn(torchLayers, call.name) ? torchLayers[call.name] : undefined;
    if (!torch) throw unknown(call);
    return torch((place, name) => call.named.get(name) ?? call.args[place], call.name);
  }
  const names = argumentsOf(call.name);
  const config: Config = Object.fromEntries(
    call.args.map((value, at) => [names[at] ?? `argument ${at + 1}`, value]),
  );
  for (const [key, value] of call.named) config[key] = value;
  // Text is of the present Keras.
  config.recurrent_activation ??= 'sigmoid';
  const inner = config.layer ?? config['argument 1'];
  if (call.name === 'Bidirectional' && isCall(inner)) {
    const [of] = saidBy(inner);
    return [
      { className: call.name, config: { layer: { class_name: of?.className, config: of?.config } as never } },
    ];
  }
  return [{ className: call.name, config }];
}

const known = kerasLayers((config) => {
  const layer = config.get('layer') as { class_name?: string; config?: Record<string, unknown> } | undefined;
  return { className: layer?.class_name ?? '', config: new KerasConfig(layer?.config ?? {}, config.layer) };
});

/** What an answer leaves out and a training does not. */
const inTraining: Record<string, KerasLayer> = {
  Dropout: ({ name, config, inputs, make }) =>
    make.layer(name, 'dropout', { rate: config.number('rate', 0.5) }, inputs),
  SpatialDropout1D: ({ name, config, inputs, make }) =>
    make.layer(name, 'spatialDropout', { rate: config.number('rate', 0.5) }, inputs),
  SpatialDropout2D: ({ name, config, inputs, make }) =>
    make.layer(name, 'spatialDropout', { rate: config.number('rate', 0.5) }, inputs),
  GaussianNoise: ({ name, config, inputs, make }) =>
    make.layer(name, 'noise', { deviation: config.number('stddev') }, inputs),
};

/** Whether a text looks like layers rather than anything else. */
export const looksLikeLayers = (text: string): boolean =>
  /\b(Dense|Linear|Conv\d[dD]|LSTM|Flatten|Sequential|Embedding)\s*\(/.test(text);

export function textToArch(text: string, inputShape: readonly number[]): ArchSpec {
  const make = new ArchMaker({ withWeights: false });
  let value = make.input('input', [...inputShape]);
  const counts = new Map<string, number>();
  const calls = readLayerText(text);
  if (calls.length === 0) throw unknown({ name: text.slice(0, 20), line: 1 });
  for (const call of calls)
    for (const { className, config } of saidBy(call)) {
      if (className === 'InputLayer' || className === 'Input') continue;
      const layer = Object.hasOwn(inTraining, className)
        ? inTraining[className]
        : Object.hasOwn(known, className)
          ? known[className]
          : undefined;
      if (!layer) throw unknown(call);
      const stem = className.toLowerCase();
      const count = (counts.get(stem) ?? 0) + (typeof config.name === 'string' ? 0 : 1);
      counts.set(stem, count);
      const name = typeof config.name === 'string' ? config.name : `${stem}${count}`;
      const settings = new KerasConfig(config as Record<string, unknown>, `${call.name}, line ${call.line}`);
      if ('torchPadding' in config) settings.only('torchPadding', 0);
      for (const key of Object.keys(config))
        if (/^(argument |num_layers)/.test(key)) settings.only(key, null, null);
      try {
        value = layer({ name, config: settings, inputs: [value], make, array: () => new Float32Array() });
      } catch (thrown) {
        // Where in the text, instead of which value it was in the network.
        const info = toErrorInfo(thrown);
        throw new TetradError({ ...info, place: `line ${call.line}, ${call.name}` }, { cause: thrown });
      }
    }
  return make.finish([{ name: 'output', node: value }]);
}

const unknown = ({ name, line }: Pick<LayerCall, 'name' | 'line'>) =>
  new TetradError({
    code: 'unsupported',
    message: `"${name}" is no layer that is read here.`,
    place: `line ${line}`,
    hint: 'Leave it out, or choose the layer from the list beside the graph.',
  });
