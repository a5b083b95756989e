/** Layers that learn nothing: sums, shapes, parts, activations, pools. */
import { expression } from './expressionLayer';
import type { ActivationKind } from '../../layers/activation';
import { patchSteps } from '../../layers/patchesToField';
import type { PoolParams } from '../../layers/poolLayer';
import {
  cut,
  dimOf,
  type KerasCode,
  type KerasLayer,
  type KerasLayerInput,
  list,
  padded,
  reshaped,
  tuple,
} from './kerasLayer';

const functions: Record<ActivationKind, (x: string, alpha: number) => string> = {
  relu: (x) => `ops.relu(${x})`,
  relu6: (x) => `ops.relu6(${x})`,
  leakyRelu: (x, alpha) => `ops.leaky_relu(${x}, ${alpha})`,
  elu: (x) => `ops.elu(${x})`,
  selu: (x) => `ops.selu(${x})`,
  gelu: (x) => `ops.gelu(${x}, approximate=False)`,
  geluTanh: (x) => `ops.gelu(${x})`,
  silu: (x) => `ops.silu(${x})`,
  mish: (x) => `${x} * ops.tanh(ops.softplus(${x}))`,
  sigmoid: (x) => `ops.sigmoid(${x})`,
  // Keras' own has another slope.
  hardSigmoid: (x) => `ops.clip(0.2 * ${x} + 0.5, 0, 1)`,
  hardSwish: (x) => `ops.hard_silu(${x})`,
  tanh: (x) => `ops.tanh(${x})`,
  softsign: (x) => `${x} / (1 + ops.abs(${x}))`,
  hardTanh: (x) => `ops.clip(${x}, -1, 1)`,
  logSigmoid: (x) => `ops.log_sigmoid(${x})`,
  softplus: (x) => `ops.softplus(${x})`,
  softmax: (x) => `ops.softmax(${x})`,
  logSoftmax: (x) => `ops.log_softmax(${x})`,
};

const activation = ({
  inputs: [x = ''],
  params: { kind, alpha },
}: KerasLayerInput<{ kind: ActivationKind; alpha: number }>) => ({ says: functions[kind](x, alpha) });

const add = ({ inputs }: KerasLayerInput) => ({ says: inputs.join(' + ') });

/** A number for each channel is a gate: it meets all places. */
const multiply = ({ inputs: [x, by = ''], shapes: [shape = [], gate = []] }: KerasLayerInput) => ({
  says:
    shape.length > 1 && gate.length === 1
      ? `${x} * ${reshaped(by, [...shape.slice(1).map(() => 1), gate[0] ?? 1])}`
      : `${x} * ${by}`,
});

const concat = ({ inputs, shape, params: { axis } }: KerasLayerInput<{ axis: number }>) => ({
  says: `ops.concatenate([${inputs.join(', ')}], axis=${dimOf(axis, shape)})`,
});

const asShape = ({ inputs: [x = ''], shape }: KerasLayerInput) => ({ says: reshaped(x, shape) });

const permute = ({ inputs: [x], params: { order } }: KerasLayerInput<{ order: number[] }>) => ({
  says: `ops.transpose(${x}, (0, ${order.map((axis) => axis + 1).join(', ')}))`,
});

const slice = ({
  inputs: [x = ''],
  shapes: [shape],
  params: { axis, first, length },
}: KerasLayerInput<{ axis: number; first: number; length: number }>) => ({
  says: cut(x, dimOf(axis, shape), first, length),
});

const crop = ({ inputs: [x = ''], shape, params: { begin } }: KerasLayerInput<{ begin: number[] }>) => ({
  says: `${x}[:, ${begin.map((from, axis) => `${from}:${from + (shape[axis] ?? 0)}`).join(', ')}]`,
});

const pad = ({
  inputs: [x = ''],
  shapes: [shape = []],
  params: { begin, end, mode },
}: KerasLayerInput<{ begin: number[]; end: number[]; mode: 'zeros' | 'edge' | 'reflect' }>): KerasCode => {
  if (mode !== 'edge') return { says: padded(x, begin, end, mode === 'reflect' ? ', mode="reflect"' : '') };
  const edges = begin.flatMap((before, axis) => {
    const after = end[axis] ?? 0;
    return before + after > 0 ? [[axis + 1, before, after, shape[axis]].join(', ')] : [];
  });
  return {
    says: edges.reduce((value, edge) => `with_edges(${value}, ${edge})`, x),
    helpers: edges.length > 0 ? ['with_edges'] : [],
  };
};

const dropout = ({ name, inputs: [x], params: { rate } }: KerasLayerInput<{ rate: number }>) => ({
  says: `layers.Dropout(${rate}, name="${name}")(${x})`,
});

/** A whole channel at a time. */
const spatialDropout = ({
  name,
  inputs: [x],
  shape,
  params: { rate },
}: KerasLayerInput<{ rate: number }>) => {
  const ones = shape.slice(0, -1).map(() => 1);
  return {
    says: `layers.Dropout(${rate}, noise_shape=${list(['None', ...ones, shape.at(-1) ?? 1])}, name="${name}")(${x})`,
  };
};

const noise = ({ name, inputs: [x], params: { deviation } }: KerasLayerInput<{ deviation: number }>) => ({
  says: `layers.GaussianNoise(${deviation}, name="${name}")(${x})`,
});

const stochasticDepth = ({
  name,
  inputs: [x],
  shape,
  params: { rate },
}: KerasLayerInput<{ rate: number }>) => ({
  says: `layers.Dropout(${rate}, noise_shape=${list(['None', ...shape.map(() => 1)])}, name="${name}")(${x})`,
});

const lastTime = ({ inputs: [x], params: { times = 1 } }: KerasLayerInput<{ times?: number }>) => ({
  says: times === 1 ? `${x}[:, -1:]` : `ops.repeat(${x}[:, -1:], ${times}, axis=1)`,
});

const sinceLast = ({ inputs: [x] }: KerasLayerInput) => ({ says: `${x} - ${x}[:, -1:]` });

const timeToChannels = ({ inputs: [x], shape }: KerasLayerInput) => ({
  says: reshaped(`ops.moveaxis(${x}, 1, -2)`, shape),
});

const globalPool = ({
  inputs: [x],
  shapes: [shape = []],
  params: { kind },
}: KerasLayerInput<{ kind: string }>) => ({
  says: `ops.${kind === 'max' ? 'max' : 'mean'}(${x}, axis=${list(shape.slice(1).map((_, axis) => axis + 1))})`,
});

const upsample = ({
  inputs: [x = ''],
  shapes: [shape = []],
  params: { factor, mode },
}: KerasLayerInput<{ factor: number[]; mode: string }>): KerasCode => ({
  says: factor.reduce(
    (value, times, axis) =>
      times === 1
        ? value
        : mode === 'nearest'
          ? `ops.repeat(${value}, ${times}, axis=${axis + 1})`
          : `along(${value}, ${axis + 1}, stretched(${shape[axis]}, ${times}))`,
    x,
  ),
  helpers: mode === 'nearest' ? [] : ['along', 'stretched'],
});

const adaptivePool = ({
  inputs: [x = ''],
  shapes: [shape = []],
  params: { size },
}: KerasLayerInput<{ size: number[] }>): KerasCode => ({
  says: size.reduce(
    (value, to, axis) =>
      to === shape[axis] ? value : `along(${value}, ${axis + 1}, parts(${shape[axis]}, ${to}))`,
    x,
  ),
  helpers: ['along', 'parts'],
});

const maskedPool = ({
  inputs: [x, ids],
  params: { kind },
}: KerasLayerInput<{ kind: string }>): KerasCode => ({
  says: `masked_${kind === 'max' ? 'max' : 'mean'}(${x}, ${ids})`,
  helpers: [kind === 'max' ? 'masked_max' : 'masked_mean'],
});

/** What was padded does not count for a mean. */
const pool =
  (rank: number) =>
  ({
    inputs: [x = ''],
    params: { kind, size, stride, padBegin, padEnd },
  }: KerasLayerInput<PoolParams>): KerasCode => {
    const window = rank === 1 ? `${size[0]}, ${stride[0]}` : `${tuple(size)}, ${tuple(stride)}`;
    const of = (value: string) => `ops.${kind === 'max' ? 'max' : 'average'}_pool(${value}, ${window})`;
    const none = [...padBegin, ...padEnd].every((n) => n === 0);
    if (none) return { says: of(x) };
    if (kind === 'max') return { says: of(padded(x, padBegin, padEnd, ', constant_values=float("-inf")')) };
    return {
      says: `${of(padded(x, padBegin, padEnd))} / ${of(padded(`ops.ones_like(${x})`, padBegin, padEnd))}`,
    };
  };

/** Space, then time. */
const pool4d = ({
  inputs: [x = ''],
  shapes: [shape = []],
  shape: out,
  params: { kind, size, stride, padBegin, padEnd },
}: KerasLayerInput<PoolParams>): KerasCode | undefined => {
  if ([...padBegin, ...padEnd].some((n) => n > 0)) return undefined;
  const [times = 1, ...inner] = shape;
  const [, ...space] = out;
  const places = space.reduce((all, n) => all * n, 1);
  const how = kind === 'max' ? 'max' : 'average';
  const inSpace = `ops.${how}_pool(${reshaped(x, inner)}, ${tuple(size.slice(1))}, ${tuple(stride.slice(1))})`;
  const inTime = `ops.${how}_pool(${reshaped(inSpace, [times, places])}, ${size[0]}, ${stride[0]})`;
  return { says: reshaped(inTime, out) };
};

const patchesToField = ({
  inputs: [x = ''],
  shapes: [shape = []],
  params,
}: KerasLayerInput<Parameters<typeof patchSteps>[1]>): KerasCode => {
  const { alongX, alongY, whole, cut: kept, out } = patchSteps(shape, params);
  const turned = (value: string) => `ops.transpose(${value}, (0, 1, 3, 2, 4))`;
  const rows = turned(`ops.reshape(${x}, ${list(alongX)})`);
  const full = `ops.reshape(${turned(`ops.reshape(${rows}, ${list(alongY)})`)}, ${list(whole)})`;
  return { says: reshaped(`${full}[:, ${kept.map((n) => `:${n}`).join(', ')}]`, out) };
};

const bySpread = ({ inputs: [x] }: KerasLayerInput): KerasCode => ({
  says: `${x} / spread(${x})`,
  helpers: ['spread'],
});

const timesSpread = ({
  inputs: [answer = '', window],
  shapes: [, shape = []],
  shape: own,
}: KerasLayerInput): KerasCode => {
  const rest = shape.slice(1);
  const times = (own[0] ?? 1) / rest.reduce((all, n) => all * n, 1);
  return {
    says: reshaped(`(${reshaped(answer, [times, ...rest])} * spread(${window}))`, own),
    helpers: ['spread'],
  };
};

const basis = ({
  inputs: [x = ''],
  shape: [, channels = 1],
  params: { kind, count, times },
}: KerasLayerInput<{ kind: string; count: number; times: number }>): KerasCode => ({
  says: `ops.transpose(ops.matmul(${reshaped(x, [channels, kind === 'trend' ? count : 2 * count])}, curves("${kind}", ${count}, ${times})), (0, 2, 1))`,
  helpers: ['curves'],
});

const quantiles = ({
  inputs: [x],
  shape: [all = 1],
  params: { levels },
}: KerasLayerInput<{ levels: number }>): KerasCode => ({
  says: `in_order(${x}, ${levels}, ${all / levels})`,
  helpers: ['in_order'],
});

const gaussianSample = ({ name, inputs: [x] }: KerasLayerInput): KerasCode => ({
  says: `Drawn(name="${name}")(${x})`,
  helpers: ['Drawn'],
});

export const valueLayers = {
  activation,
  add,
  multiply,
  concat,
  flatten: asShape,
  reshape: asShape,
  permute,
  slice,
  crop,
  pad,
  dropout,
  spatialDropout,
  noise,
  stochasticDepth,
  lastTime,
  sinceLast,
  timeToChannels,
  globalPool,
  upsample1d: upsample,
  upsample2d: upsample,
  upsample3d: upsample,
  upsample4d: upsample,
  adaptivePool,
  maskedPool,
  pool1d: pool(1),
  pool2d: pool(2),
  pool3d: pool(3),
  pool4d,
  patchesToField,
  bySpread,
  timesSpread,
  basis,
  quantiles,
  gaussianSample,
  expression,
} satisfies Record<string, KerasLayer>;
