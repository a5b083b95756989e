/** Layers that learn nothing: sums, shapes, parts, activations. */
import type { ActivationKind } from '../../layers/activation';
import { patchSteps } from '../../layers/patchesToField';
import {
  dimOf,
  first,
  last,
  type TorchCode,
  type TorchLayer,
  type TorchLayerInput,
  tuple,
} from './torchLayer';

const functions: Record<ActivationKind, (x: string, alpha: number) => string> = {
  relu: (x) => `F.relu(${x})`,
  relu6: (x) => `F.relu6(${x})`,
  leakyRelu: (x, alpha) => `F.leaky_relu(${x}, ${alpha})`,
  elu: (x) => `F.elu(${x})`,
  selu: (x) => `F.selu(${x})`,
  gelu: (x) => `F.gelu(${x})`,
  geluTanh: (x) => `F.gelu(${x}, approximate="tanh")`,
  silu: (x) => `F.silu(${x})`,
  mish: (x) => `F.mish(${x})`,
  sigmoid: (x) => `torch.sigmoid(${x})`,
  // PyTorch's own has another slope.
  hardSigmoid: (x) => `(0.2 * ${x} + 0.5).clamp(0, 1)`,
  hardSwish: (x) => `F.hardswish(${x})`,
  tanh: (x) => `torch.tanh(${x})`,
  softsign: (x) => `F.softsign(${x})`,
  hardTanh: (x) => `F.hardtanh(${x})`,
  logSigmoid: (x) => `F.logsigmoid(${x})`,
  softplus: (x) => `F.softplus(${x})`,
  softmax: (x) => `F.softmax(${x}, -1)`,
  logSoftmax: (x) => `F.log_softmax(${x}, -1)`,
};

const activation = ({
  inputs: [x = ''],
  params: { kind, alpha },
}: TorchLayerInput<{ kind: ActivationKind; alpha: number }>) => ({ says: functions[kind](x, alpha) });

const between =
  (sign: string) =>
  ({ inputs }: TorchLayerInput) => ({ says: inputs.join(` ${sign} `) });

/** A number for each channel is a gate: it meets all places. */
const multiply = ({ inputs: [x, by], shapes: [shape = [], gate = []] }: TorchLayerInput) => ({
  says:
    shape.length > 1 && gate.length === 1
      ? `${x} * ${by}.reshape(-1, ${[...shape.slice(1).map(() => 1), gate[0]].join(', ')})`
      : `${x} * ${by}`,
});

const concat = ({ inputs, params: { axis } }: TorchLayerInput<{ axis: number }>) => ({
  says: `torch.cat([${inputs.join(', ')}], ${dimOf(axis)})`,
});

const flatten = ({ inputs: [x] }: TorchLayerInput) => ({ says: `${x}.flatten(1)` });

const reshape = ({ inputs: [x], shape }: TorchLayerInput) => ({
  says: `${x}.reshape(-1, ${shape.join(', ')})`,
});

const permute = ({ inputs: [x], params: { order } }: TorchLayerInput<{ order: number[] }>) => ({
  says: `${x}.permute(0, ${order.map((axis) => axis + 1).join(', ')})`,
});

const slice = ({
  inputs: [x],
  params: { axis, first: from, length },
}: TorchLayerInput<{ axis: number; first: number; length: number }>) => ({
  says: `${x}.narrow(${dimOf(axis)}, ${from}, ${length})`,
});

const crop = ({ inputs: [x = ''], shape, params: { begin } }: TorchLayerInput<{ begin: number[] }>) => ({
  says: begin.reduce((value, from, axis) => `${value}.narrow(${axis + 1}, ${from}, ${shape[axis]})`, x),
});

const padModes = { zeros: 'constant', edge: 'replicate', reflect: 'reflect' } as const;

const pad = ({
  inputs: [x = ''],
  params: { begin, end, mode },
}: TorchLayerInput<{ begin: number[]; end: number[]; mode: keyof typeof padModes }>) => {
  // Last axis first.
  const sizes = begin
    .flatMap((before, axis) => [[before, end[axis] ?? 0]])
    .toReversed()
    .flat();
  if (sizes.every((size) => size === 0)) return { says: x };
  if (mode === 'zeros') return { says: last(`F.pad(${first(x)}, ${tuple(sizes)})`) };
  return begin.length > 3
    ? undefined
    : { says: last(`F.pad(${first(x)}, ${tuple(sizes)}, "${padModes[mode]}")`) };
};

const dropout = ({ self, inputs: [x], params: { rate } }: TorchLayerInput<{ rate: number }>) => ({
  module: `nn.Dropout(${rate})`,
  says: `${self}(${x})`,
});

/** A whole channel at a time. */
const spatialDropout = ({
  self,
  inputs: [x = ''],
  shape,
  params: { rate },
}: TorchLayerInput<{ rate: number }>) =>
  shape.length > 4 || shape.length < 2
    ? undefined
    : { module: `nn.Dropout${shape.length - 1}d(${rate})`, says: last(`${self}(${first(x)})`) };

const lastTime = ({ inputs: [x], params: { times = 1 } }: TorchLayerInput<{ times?: number }>) => ({
  says: times === 1 ? `${x}[:, -1:]` : `${x}[:, -1:].repeat_interleave(${times}, 1)`,
});

const sinceLast = ({ inputs: [x] }: TorchLayerInput) => ({ says: `${x} - ${x}[:, -1:]` });

const timeToChannels = ({ inputs: [x], shape }: TorchLayerInput) => ({
  says: `${x}.movedim(1, -2).reshape(-1, ${shape.join(', ')})`,
});

const globalPool = ({ inputs: [x], params: { kind } }: TorchLayerInput<{ kind: string }>) => ({
  says: `${x}.flatten(1, -2).${kind === 'max' ? 'amax' : 'mean'}(1)`,
});

const upsample = ({
  inputs: [x = ''],
  shapes: [shape = []],
  params: { factor, mode },
}: TorchLayerInput<{ factor: number[]; mode: string }>): TorchCode => ({
  says: factor.reduce(
    (value, times, axis) =>
      times === 1
        ? value
        : mode === 'nearest'
          ? `${value}.repeat_interleave(${times}, ${axis + 1})`
          : `along_axis(${value}, ${axis + 1}, stretched(${shape[axis]}, ${times}))`,
    x,
  ),
  helpers: mode === 'nearest' ? [] : ['along_axis', 'stretched'],
});

const adaptivePool = ({
  inputs: [x = ''],
  shapes: [shape = []],
  params: { size },
}: TorchLayerInput<{ size: number[] }>): TorchCode => ({
  says: size.reduce(
    (value, to, axis) =>
      to === shape[axis] ? value : `along_axis(${value}, ${axis + 1}, parts(${shape[axis]}, ${to}))`,
    x,
  ),
  helpers: ['along_axis', 'parts'],
});

const patchesToField = ({
  inputs: [x = ''],
  shapes: [shape = []],
  params,
}: TorchLayerInput<Parameters<typeof patchSteps>[1]>): TorchCode => {
  const { alongX, alongY, whole, cut, out } = patchSteps(shape, params);
  const rows = `${x}.reshape(${alongX.join(', ')}).permute(0, 1, 3, 2, 4)`;
  const full = `${rows}.reshape(${alongY.join(', ')}).permute(0, 1, 3, 2, 4).reshape(${whole.join(', ')})`;
  return { says: `${full}[:, ${cut.map((n) => `:${n}`).join(', ')}].reshape(-1, ${out.join(', ')})` };
};

const maskedPool = ({ inputs: [x, ids], params: { kind } }: TorchLayerInput<{ kind: string }>) => {
  const there = `(${ids} != 0).unsqueeze(-1).float()`;
  return {
    says:
      kind === 'max'
        ? `(${x} * ${there} - 1e4 * (1 - ${there})).amax(1) * ${there}.amax(1)`
        : `(${x} * ${there}).sum(1) / ${there}.sum(1).clamp(min=1)`,
  };
};

export const valueLayers = {
  activation,
  add: between('+'),
  multiply,
  concat,
  flatten,
  reshape,
  permute,
  slice,
  crop,
  pad,
  dropout,
  spatialDropout,
  lastTime,
  sinceLast,
  timeToChannels,
  globalPool,
  upsample1d: upsample,
  upsample2d: upsample,
  upsample3d: upsample,
  upsample4d: upsample,
  adaptivePool,
  patchesToField,
  maskedPool,
} satisfies Record<string, TorchLayer>;
