/** Layers that PyTorch has no line for: they lean on helpers that the program brings along. */
import { expression } from './expressionLayer';
import { sizeOf } from '../../arch/sizeOf';
import type { AttentionParams } from '../../layers/attention';
import { attentionSizes } from '../../layers/attentionSizes';
import type { ConvParams } from '../../layers/convLayer';
import type { ConvTransposeParams } from '../../layers/convTransposeLayer';
import type { PoolParams } from '../../layers/poolLayer';
import {
  first,
  last,
  type TorchCode,
  type TorchLayer,
  type TorchLayerInput,
  truth,
  tuple,
  widthOf,
} from './torchLayer';

const attention = ({ self, inputs, shapes, params }: TorchLayerInput<AttentionParams>): TorchCode => {
  const { channels, asked, heads, keyHeads } = attentionSizes(shapes, params);
  const hasIds = shapes.length > 1 && shapes.at(-1)?.length === 1;
  const ids = hasIds ? inputs.at(-1) : undefined;
  const [x, memory] = hasIds ? inputs.slice(0, -1) : inputs;
  const state: Record<string, string> = {};
  for (const name of ['query', 'key', 'value', 'output']) {
    state[`${name}.weight`] = `w("${name}").T`;
    state[`${name}.bias`] = `w("${name}Bias")`;
  }
  const given = [x, memory && `memory=${memory}`, ids && `ids=${ids}`].filter(Boolean).join(', ');
  return {
    module: `Attention(${channels}, ${asked.channels}, ${heads}, ${keyHeads}, ${truth(params.causal)}, "${params.position}")`,
    says: `${self}(${given})`,
    state,
    helpers: ['Attention'],
  };
};

/** Every place over its times, or every time over its places. */
const axisAttention = ({
  self,
  inputs: [x],
  shape,
  params: { axis, heads },
}: TorchLayerInput<{ axis: 'time' | 'space'; heads: number }>): TorchCode => {
  const channels = widthOf(shape);
  const state = Object.fromEntries(
    ['query', 'key', 'value', 'output'].flatMap((name) => [
      [`${name}.weight`, `w("${name}").T`],
      [`${name}.bias`, `w("${name}Bias")`],
    ]),
  );
  const [times = 1, ...rest] = shape;
  const places = sizeOf(rest.slice(0, -1));
  return {
    module: `Attention(${channels}, ${channels}, ${heads}, ${heads})`,
    says:
      axis === 'space'
        ? `${self}(${x}.reshape(-1, ${places}, ${channels})).reshape(-1, ${shape.join(', ')})`
        : `${self}(${x}.flatten(2, 4).transpose(1, 2).reshape(-1, ${times}, ${channels})).reshape(-1, ${places}, ${times}, ${channels}).transpose(1, 2).reshape(-1, ${shape.join(', ')})`,
    state,
    helpers: ['Attention'],
  };
};

/** Space with one tap of time, then time with one tap of space. */
const separableConv4d = ({
  self,
  inputs: [x],
  shapes: [shape],
  params: { filters, kernel, stride, padBegin, padEnd, activation },
}: TorchLayerInput<Omit<ConvParams, 'groups' | 'useBias' | 'dilation'>>): TorchCode => {
  const channels = widthOf(shape);
  const only = (values: readonly number[], isTime: boolean, rest: number) =>
    tuple(values.map((value, axis) => ((axis === 0) === isTime ? value : rest)));
  const part = (given: number, isTime: boolean) =>
    `Conv4d(${given}, ${filters}, ${only(kernel, isTime, 1)}, ${only(stride, isTime, 1)}, (1, 1, 1, 1), ${only(padBegin, isTime, 0)}, ${only(padEnd, isTime, 0)}, 1, ${truth(isTime)})`;
  const [time = 1, ...space] = kernel;
  const said = `${self}(${x})`;
  return {
    module: `nn.Sequential(${part(channels, false)}, ${part(filters, true)})`,
    says: activation === 'relu' ? `F.relu(${said})` : said,
    state: {
      '0.weight': `w("spaceKernel").reshape(1, ${[...space, channels, filters].join(', ')}).permute(0, 5, 4, 1, 2, 3)`,
      '1.weight': `w("timeKernel").reshape(${time}, 1, 1, 1, ${filters}, ${filters}).permute(0, 5, 4, 1, 2, 3)`,
      '1.bias': 'w("bias")',
    },
    helpers: ['Conv4d'],
  };
};

const conv4d = ({ self, inputs: [x], shapes: [shape], params }: TorchLayerInput<ConvParams>): TorchCode => {
  const { filters, kernel, stride, dilation, padBegin, padEnd, groups, useBias, activation } = params;
  const channels = widthOf(shape);
  const sizes = [kernel, stride, dilation, padBegin, padEnd].map(tuple).join(', ');
  const said = `${self}(${x})`;
  return {
    module: `Conv4d(${channels}, ${filters}, ${sizes}, ${groups}, ${truth(useBias)})`,
    says: activation === 'relu' ? `F.relu(${said})` : said,
    state: {
      weight: `w("kernel").reshape(${[...kernel, channels / groups, filters].join(', ')}).permute(0, 5, 4, 1, 2, 3)`,
      ...(useBias && { bias: 'w("bias")' }),
    },
    helpers: ['Conv4d'],
  };
};

/** Space, then time. */
const pool4d = ({
  inputs: [x],
  shape,
  params: { kind, size, stride, padBegin, padEnd },
}: TorchLayerInput<PoolParams>) => {
  if ([...padBegin, ...padEnd].some((n) => n > 0)) return undefined;
  const space = `F.${kind === 'max' ? 'max' : 'avg'}_pool3d(${x}.flatten(0, 1).movedim(-1, 1), ${tuple(size.slice(1))}, ${tuple(stride.slice(1))}).movedim(1, -1)`;
  const series = `${space}.unflatten(0, ${x}.shape[:2])`;
  const pooled = `${series}.unfold(1, ${size[0]}, ${stride[0]}).${kind === 'max' ? 'amax' : 'mean'}(-1)`;
  return { says: `${pooled}.reshape(-1, ${shape.join(', ')})` };
};

const crops = (value: string, begin: readonly number[], shape: readonly number[]): string =>
  begin.reduce((cut, from, axis) => `${cut}.narrow(${axis + 2}, ${from}, ${shape[axis]})`, value);

const convTranspose =
  (rank: number) =>
  ({
    self,
    inputs: [x = ''],
    shapes: [given],
    shape,
    params,
  }: TorchLayerInput<ConvTransposeParams>): TorchCode => {
    const { filters, kernel, stride, dilation, cropBegin, useBias } = params;
    const channels = widthOf(given);
    const turned = [rank + 1, rank, ...kernel.map((_, axis) => axis)].join(', ');
    const more = [
      `stride=${tuple(stride)}`,
      dilation.some((apart) => apart > 1) ? `dilation=${tuple(dilation)}` : '',
      useBias ? '' : 'bias=False',
    ].filter(Boolean);
    return {
      module: `nn.ConvTranspose${rank}d(${[channels, filters, tuple(kernel), ...more].join(', ')})`,
      says: last(crops(`${self}(${first(x)})`, cropBegin, shape)),
      state: {
        weight: `w("kernel").reshape(${[...kernel, filters, channels].join(', ')}).permute(${turned})`,
        ...(useBias && { bias: 'w("bias")' }),
      },
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

/** Of every channel alone. */
function alone(
  channels: number,
  { kernel, stride, dilation, multiplier }: Window,
  bias: boolean,
  weight: string,
) {
  return {
    module: `nn.Conv2d(${channels}, ${channels * multiplier}, ${tuple(kernel)}, stride=${tuple(stride)}, dilation=${tuple(dilation)}, groups=${channels}${bias ? '' : ', bias=False'})`,
    weight: `w("${weight}").reshape(${[...kernel, 1, channels * multiplier].join(', ')}).permute(3, 2, 0, 1)`,
  };
}

const around = (x: string, { padBegin, padEnd }: Window): string =>
  `F.pad(${first(x)}, ${tuple([padBegin[1] ?? 0, padEnd[1] ?? 0, padBegin[0] ?? 0, padEnd[0] ?? 0])})`;

const depthwiseConv2d = ({
  self,
  inputs: [x = ''],
  shapes: [shape],
  params,
}: TorchLayerInput<Window>): TorchCode => {
  const { module, weight } = alone(widthOf(shape), params, params.useBias, 'kernel');
  return {
    module,
    says: last(`${self}(${around(x, params)})`),
    state: { weight, ...(params.useBias && { bias: 'w("bias")' }) },
  };
};

const separableConv2d = ({
  self,
  inputs: [x = ''],
  shapes: [shape],
  params,
}: TorchLayerInput<Window & { filters: number }>): TorchCode => {
  const channels = widthOf(shape);
  const { module, weight } = alone(channels, params, false, 'depthKernel');
  const { filters, useBias, multiplier } = params;
  return {
    module: `nn.Sequential(${module}, nn.Conv2d(${channels * multiplier}, ${filters}, 1${useBias ? '' : ', bias=False'}))`,
    says: last(`${self}(${around(x, params)})`),
    state: {
      '0.weight': weight,
      '1.weight': 'w("kernel").T[:, :, None, None]',
      ...(useBias && { '1.bias': 'w("bias")' }),
    },
  };
};

const stochasticDepth = ({
  inputs: [x],
  params: { rate },
}: TorchLayerInput<{ rate: number }>): TorchCode => ({
  says: `some_left_out(${x}, ${rate}, self.training)`,
  helpers: ['some_left_out'],
});

const noise = ({
  inputs: [x],
  params: { deviation },
}: TorchLayerInput<{ deviation: number }>): TorchCode => ({
  says: `${x} + ${deviation} * torch.randn_like(${x}) if self.training else ${x}`,
});

const bySpread = ({ inputs: [x] }: TorchLayerInput): TorchCode => ({
  says: `${x} / spread(${x})`,
  helpers: ['spread'],
});

const timesSpread = ({
  inputs: [answer, window],
  shapes: [, shape = []],
  shape: own,
}: TorchLayerInput): TorchCode => ({
  says: `(${answer}.reshape(-1, ${(own[0] ?? 1) / shape.slice(1).reduce((all, n) => all * n, 1)}, ${shape.slice(1).join(', ')}) * spread(${window})).flatten(1)`,
  helpers: ['spread'],
});

const basis = ({
  inputs: [x],
  shape: [, channels],
  params: { kind, count, times },
}: TorchLayerInput<{ kind: string; count: number; times: number }>): TorchCode => ({
  says: `(${x}.unflatten(1, (${channels}, -1)) @ curves("${kind}", ${count}, ${times}).to(${x})).transpose(1, 2)`,
  helpers: ['curves'],
});

const channelForecast = ({
  self,
  shapes: [[times = 1, ...frame] = []],
  inputs: [x],
  params: { steps },
}: TorchLayerInput<{ steps: number }>): TorchCode => ({
  module: `ChannelForecast(${frame.reduce((all, n) => all * n, 1)}, ${times}, ${steps})`,
  says: `${self}(${x})`,
  state: { kernel: 'w("kernel")', bias: 'w("bias")', logs: 'w("logs")', offset: 'w("offset")' },
  helpers: ['ChannelForecast'],
});

const demandForecast = ({
  self,
  shapes: [[_times = 1, ...frame] = []],
  inputs: [x],
  params: { steps },
}: TorchLayerInput<{ steps: number }>): TorchCode => ({
  module: `DemandForecast(${frame.reduce((all, n) => all * n, 1)}, ${steps})`,
  says: `${self}(${x})`,
  state: { decay: 'w("decay")', factor: 'w("factor")', zero: 'w("zero")', least: 'w("least")' },
  helpers: ['DemandForecast'],
});

const prelu = ({ self, inputs: [x], shape }: TorchLayerInput): TorchCode => ({
  module: `nn.Parameter(torch.zeros(${widthOf(shape)}))`,
  says: `F.relu(${x}) - F.relu(-${x}) * ${self}`,
  state: { '': 'w("slope")' },
});

const quantiles = ({ inputs: [x], params: { levels } }: TorchLayerInput<{ levels: number }>): TorchCode => ({
  says: `in_order(${x}, ${levels})`,
  helpers: ['in_order'],
});

const gaussianSample = ({ inputs: [x] }: TorchLayerInput): TorchCode => ({
  says: `drawn(${x}, self.training)`,
  helpers: ['drawn'],
});

const graphConv = ({
  self,
  inputs: [x, edges],
  shapes: [shape],
  params: { units },
}: TorchLayerInput<{ units: number }>): TorchCode => ({
  module: `GraphConv(${widthOf(shape)}, ${units})`,
  says: `${self}(${x}, ${edges})`,
  state: { weight: 'w("kernel")', bias: 'w("bias")' },
  helpers: ['GraphConv'],
});

export const builtLayers = {
  attention,
  axisAttention,
  separableConv4d,
  conv4d,
  pool4d,
  convTranspose1d: convTranspose(1),
  convTranspose2d: convTranspose(2),
  convTranspose3d: convTranspose(3),
  depthwiseConv2d,
  separableConv2d,
  stochasticDepth,
  noise,
  bySpread,
  timesSpread,
  basis,
  channelForecast,
  demandForecast,
  prelu,
  quantiles,
  gaussianSample,
  graphConv,
  expression,
} satisfies Record<string, TorchLayer>;
