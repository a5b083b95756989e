/** Layers with weights: maps, convolutions, pools beside them, normalisations, tables, recurrent layers. */
import type { ConvParams } from '../../layers/convLayer';
import type { PoolParams } from '../../layers/poolLayer';
import type { RecurrentParams } from '../../layers/recurrentLayer';
import { isUsual, usualForm } from '../../layers/recurrentSteps';
import { rnn } from '../../layers/rnn';
import {
  first,
  last,
  type TorchCode,
  type TorchLayer,
  type TorchLayerInput,
  tuple,
  widthOf,
} from './torchLayer';

const dense = ({
  self,
  inputs: [x],
  shapes: [shape],
  params: { units, useBias },
}: TorchLayerInput<{ units: number; useBias: boolean }>): TorchCode => ({
  module: `nn.Linear(${widthOf(shape)}, ${units}${useBias ? '' : ', bias=False'})`,
  says: `${self}(${x})`,
  state: { weight: 'w("kernel").T', ...(useBias && { bias: 'w("bias")' }) },
});

/** Padding that is alike on both sides is the module's own. */
function padded(x: string, begin: readonly number[], end: readonly number[], fill = '') {
  const same = begin.every((before, axis) => before === end[axis]);
  if (same) return { own: begin.some((before) => before > 0) ? tuple(begin) : '', value: first(x) };
  const sizes = begin
    .map((before, axis) => [before, end[axis] ?? 0])
    .toReversed()
    .flat();
  return { own: '', value: `F.pad(${first(x)}, ${tuple(sizes)}${fill})` };
}

const conv =
  (rank: number) =>
  ({ self, inputs: [x = ''], shapes: [shape], params }: TorchLayerInput<ConvParams>): TorchCode => {
    const { filters, kernel, stride, dilation, padBegin, padEnd, groups, useBias, activation } = params;
    const channels = widthOf(shape);
    const { own, value } = padded(x, padBegin, padEnd);
    const more = [
      stride.some((step) => step > 1) ? `stride=${tuple(stride)}` : '',
      own && `padding=${own}`,
      dilation.some((apart) => apart > 1) ? `dilation=${tuple(dilation)}` : '',
      groups > 1 ? `groups=${groups}` : '',
      useBias ? '' : 'bias=False',
    ].filter(Boolean);
    const said = last(`${self}(${value})`);
    // Taps before channels here, filters before both there.
    const turned = [rank + 1, rank, ...kernel.map((_, axis) => axis)].join(', ');
    return {
      module: `nn.Conv${rank}d(${[channels, filters, tuple(kernel), ...more].join(', ')})`,
      says: activation === 'relu' ? `F.relu(${said})` : said,
      state: {
        weight: `w("kernel").reshape(${[...kernel, channels / groups, filters].join(', ')}).permute(${turned})`,
        ...(useBias && { bias: 'w("bias")' }),
      },
    };
  };

const pool =
  (rank: number) =>
  ({
    inputs: [x = ''],
    params: { kind, size, stride, padBegin, padEnd },
  }: TorchLayerInput<PoolParams>): TorchCode => {
    const window = `${tuple(size)}, ${tuple(stride)}`;
    const none = [...padBegin, ...padEnd].every((n) => n === 0);
    if (kind === 'max') {
      const { value } = none ? { value: first(x) } : uneven(x, padBegin, padEnd, ', value=float("-inf")');
      return { says: last(`F.max_pool${rank}d(${value}, ${window})`) };
    }
    const mean = (value: string) => `F.avg_pool${rank}d(${value}, ${window})`;
    if (none) return { says: last(mean(first(x))) };
    // Of what is there: what was padded does not count.
    const { value } = uneven(x, padBegin, padEnd);
    const { value: there } = uneven(`torch.ones_like(${x})`, padBegin, padEnd);
    return { says: last(`(${mean(value)} / ${mean(there)})`) };
  };

function uneven(x: string, begin: readonly number[], end: readonly number[], fill = '') {
  const sizes = begin
    .map((before, axis) => [before, end[axis] ?? 0])
    .toReversed()
    .flat();
  return { value: `F.pad(${first(x)}, ${tuple(sizes)}${fill})` };
}

/** As a table of channels: whatever axes stand before them. */
const batchNorm = ({
  self,
  inputs: [x],
  shape,
  params: { momentum, epsilon },
}: TorchLayerInput<{ momentum: number; epsilon: number }>): TorchCode => ({
  module: `nn.BatchNorm1d(${widthOf(shape)}, eps=${epsilon}, momentum=${Number((1 - momentum).toPrecision(12))})`,
  says: `${self}(${x}.reshape(-1, ${widthOf(shape)})).reshape(${x}.shape)`,
  state: {
    weight: 'w("gamma")',
    bias: 'w("beta")',
    running_mean: 'w("movingMean")',
    running_var: 'w("movingVariance")',
    num_batches_tracked: 'torch.tensor(0)',
  },
});

const layerNorm = ({
  self,
  inputs: [x],
  shape,
  params: { epsilon },
}: TorchLayerInput<{ epsilon: number }>): TorchCode => ({
  module: `nn.LayerNorm(${widthOf(shape)}, eps=${epsilon})`,
  says: `${self}(${x})`,
  state: { weight: 'w("gamma")', bias: 'w("beta")' },
});

const rmsNorm = ({
  self,
  inputs: [x],
  shape,
  params: { epsilon },
}: TorchLayerInput<{ epsilon: number }>): TorchCode => ({
  module: `nn.Parameter(torch.ones(${widthOf(shape)}))`,
  says: `${x} * torch.rsqrt(${x}.square().mean(-1, keepdim=True) + ${epsilon}) * ${self}`,
  state: { '': 'w("gamma")' },
});

const groups = (
  { self, inputs: [x = ''], shape, params: { epsilon } }: TorchLayerInput<{ epsilon: number }>,
  count: number,
): TorchCode => ({
  module: `nn.GroupNorm(${count}, ${widthOf(shape)}, eps=${epsilon})`,
  says: last(`${self}(${first(x)}.contiguous())`),
  state: { weight: 'w("gamma")', bias: 'w("beta")' },
});
const groupNorm = (at: TorchLayerInput<{ groups: number; epsilon: number }>): TorchCode =>
  groups(at, at.params.groups);
const instanceNorm = (at: TorchLayerInput<{ epsilon: number }>): TorchCode => groups(at, widthOf(at.shape));

/** Id 0 fills up: its vector is zero whatever stands in the table. */
const embedding = ({
  self,
  inputs: [x],
  params: { vocabulary, width },
}: TorchLayerInput<{ vocabulary: number; width: number }>): TorchCode => ({
  module: `nn.Embedding(${vocabulary}, ${width})`,
  says: `${self}(${x}.long()) * (${x} != 0).unsqueeze(-1)`,
  state: { weight: 'w("table")' },
});

/** Four axes have tables of their own for times and for places, fewer have one table. */
const positions = ({
  self,
  inputs: [x],
  shape,
  params: { kind },
}: TorchLayerInput<{ kind: string }>): TorchCode => {
  const width = widthOf(shape);
  const rank5 = shape.length === 5;
  const [times = 1, ...rest] = shape;
  const sizes = rank5
    ? [
        [times, 1, 1, 1, width],
        [1, ...rest],
      ]
    : [shape];
  if (kind !== 'learned') {
    const tables = sizes.map((size) => {
      const rows = size.slice(0, -1).reduce((all, n) => all * n, 1);
      return `waves(${rows}, ${width}).to(${x}).reshape(${size.join(', ')})`;
    });
    return { says: [x, ...tables].join(' + '), helpers: ['waves'] };
  }
  const made = sizes.map((size) => `nn.Parameter(torch.zeros(${size.join(', ')}))`);
  return {
    module: `nn.ParameterList([${made.join(', ')}])`,
    says: [x, ...sizes.map((_, at) => `${self}[${at}]`)].join(' + '),
    state: Object.fromEntries(
      sizes.map((size, at) => [`${at}`, `w("${at === 0 ? 'time' : 'place'}").reshape(${size.join(', ')})`]),
    ),
  };
};

const classToken = ({ self, inputs: [x], shape }: TorchLayerInput): TorchCode => ({
  module: `nn.Parameter(torch.zeros(${widthOf(shape)}))`,
  says: `torch.cat([${x}, ${self}.expand(${x}.shape[0], 1, -1)], 1)`,
  state: { '': 'w("token")' },
});

/** `order`: places of PyTorch's gates among ours. `ownBias`: the last gate has a bias of the state as well. */
const recurrent =
  (module: 'RNN' | 'LSTM' | 'GRU', order: readonly number[], ownBias = false) =>
  ({ self, inputs, shapes: [shape], params }: TorchLayerInput<RecurrentParams>): TorchCode | undefined => {
    const { units, bidirectional, answer, ...form } = params;
    if (!isUsual({ ...usualForm, ...form })) return undefined;
    const [x, ids] = inputs;
    const gates = order.length;
    const width = gates * units;
    const state: Record<string, string> = {};
    for (const [at, suffix] of (bidirectional ? ['', '_reverse'] : ['']).entries()) {
      const turned = (value: string) => `gates(${value}, ${units}, [${order.join(', ')}])`;
      state[`weight_ih_l0${suffix}`] = turned(`w("kernel")[:, ${at * width}:${(at + 1) * width}].T`);
      state[`weight_hh_l0${suffix}`] = turned(`w("recurrent")[${at * units}:${(at + 1) * units}].T`);
      state[`bias_ih_l0${suffix}`] = turned(`w("bias")[${at * width}:${(at + 1) * width}]`);
      state[`bias_hh_l0${suffix}`] = ownBias
        ? `torch.cat([torch.zeros(${2 * units}), w("recurrentBias")[${at * units}:${(at + 1) * units}]])`
        : `torch.zeros(${width})`;
    }
    const states = ids ? `along(${self}, ${x}, ${ids})` : `${self}(${x})[0]`;
    return {
      module: `nn.${module}(${widthOf(shape)}, ${units}, batch_first=True${bidirectional ? ', bidirectional=True' : ''})`,
      says:
        answer === 'last'
          ? ids
            ? `(lambda said: ends(said[0], ${units}, said[1]))(${states})`
            : `ends(${states}, ${units})`
          : ids
            ? `${states}[0]`
            : states,
      state,
      helpers: [
        'gates',
        ...(answer === 'last' ? (['ends'] as const) : []),
        ...(ids ? (['along_ids'] as const) : []),
      ],
    };
  };

export const learntLayers = {
  dense,
  conv1d: conv(1),
  conv2d: conv(2),
  conv3d: conv(3),
  pool1d: pool(1),
  pool2d: pool(2),
  pool3d: pool(3),
  batchNorm,
  layerNorm,
  rmsNorm,
  groupNorm,
  instanceNorm,
  embedding,
  positions,
  classToken,
  [rnn.type]: recurrent('RNN', [0]),
  lstm: recurrent('LSTM', [0, 2, 3, 1]),
  gru: recurrent('GRU', [1, 0, 2], true),
} satisfies Record<string, TorchLayer>;
