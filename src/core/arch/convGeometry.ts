/**
 * The geometry of convolutions and pools over 1 to 4 axes, channels-last: the one place that computes output
 * sizes. Padding is explicit, begin and end per axis; sizes round down.
 *
 * Layouts: x [batch, ...inSize, inChannels], w [...kernel, inChannels / groups, outChannels],
 * y [batch, ...outSize, outChannels]. Output channel o belongs to group floor(o / (outChannels / groups)).
 */
import { TetradError } from '../protocol/errors';
import { sizeOf } from './sizeOf';

export interface WindowSpec {
  inSize: readonly number[];
  kernel: readonly number[];
  /** Default 1 per axis. */
  stride?: readonly number[];
  dilation?: readonly number[];
  /** Default 0 per axis. */
  padBegin?: readonly number[];
  padEnd?: readonly number[];
}

export interface WindowGeometry {
  inSize: number[];
  outSize: number[];
  kernel: number[];
  stride: number[];
  dilation: number[];
  padBegin: number[];
  padEnd: number[];
}

export interface ConvSpec extends WindowSpec {
  batch: number;
  inChannels: number;
  outChannels: number;
  groups?: number;
}

export interface ConvGeometry extends WindowGeometry {
  batch: number;
  inChannels: number;
  outChannels: number;
  groups: number;
}

const maxRank = 4;

export function windowGeometry(spec: WindowSpec): WindowGeometry {
  const rank = spec.inSize.length;
  if (rank < 1 || rank > maxRank)
    throw badInput(`A convolution has 1 to ${maxRank} axes, not ${rank}.`, 'inSize');
  const inSize = axes('inSize', spec.inSize, rank, 1);
  const kernel = axes('kernel', spec.kernel, rank, 1);
  const stride = axes('stride', spec.stride ?? kernel.map(() => 1), rank, 1);
  const dilation = axes('dilation', spec.dilation ?? kernel.map(() => 1), rank, 1);
  const padBegin = axes('padBegin', spec.padBegin ?? kernel.map(() => 0), rank, 0);
  const padEnd = axes('padEnd', spec.padEnd ?? kernel.map(() => 0), rank, 0);
  const outSize = inSize.map((size, axis) => {
    const padded = size + at(padBegin, axis) + at(padEnd, axis);
    const extent = windowExtent(at(kernel, axis), at(dilation, axis));
    if (extent > padded)
      throw badInput(
        `Axis ${axis} has ${padded} values with padding; a window of ${extent} does not fit.`,
        'kernel',
        'Use a smaller kernel or dilation, or more padding.',
      );
    return Math.floor((padded - extent) / at(stride, axis)) + 1;
  });
  return { inSize, outSize, kernel, stride, dilation, padBegin, padEnd };
}

export function convGeometry(spec: ConvSpec): ConvGeometry {
  const groups = spec.groups ?? 1;
  const { batch, inChannels, outChannels } = spec;
  for (const [name, value] of Object.entries({ batch, inChannels, outChannels, groups }))
    if (!Number.isInteger(value) || value < 1)
      throw badInput(`${name} must be a whole number of at least 1.`, name);
  if (inChannels % groups !== 0 || outChannels % groups !== 0)
    throw badInput(
      `${groups} groups do not divide ${inChannels} input and ${outChannels} output channels.`,
      'groups',
    );
  return { ...windowGeometry(spec), batch, inChannels, outChannels, groups };
}

/** Pools look at a window of every channel alone. A window wholly inside the padding would have no value. */
export function poolGeometry(spec: WindowSpec & { batch: number; channels: number }): ConvGeometry {
  const { batch, channels } = spec;
  const geometry = convGeometry({
    ...spec,
    batch,
    inChannels: channels,
    outChannels: channels,
    groups: channels,
  });
  geometry.outSize.forEach((_, axis) => {
    if (hasGap(geometry, axis))
      throw badInput(`Axis ${axis} has pooling windows that see only padding.`, 'padBegin');
  });
  return geometry;
}

/** Padding that keeps ceil(size / stride) outputs; the odd one goes to the end. */
export function samePadding(spec: Omit<WindowSpec, 'padBegin' | 'padEnd'>): {
  padBegin: number[];
  padEnd: number[];
} {
  const total = spec.inSize.map((size, axis) => {
    const stride = spec.stride?.[axis] ?? 1;
    const extent = windowExtent(at(spec.kernel, axis), spec.dilation?.[axis] ?? 1);
    return Math.max(0, (Math.ceil(size / stride) - 1) * stride + extent - size);
  });
  return {
    padBegin: total.map((pad) => Math.floor(pad / 2)),
    padEnd: total.map((pad) => Math.ceil(pad / 2)),
  };
}

/** The same convolution over exactly four axes: missing leading axes have one value and a kernel of one. */
export function toRank4<G extends WindowGeometry>(geometry: G): G {
  const missing = maxRank - geometry.inSize.length;
  const lead = (value: number, axis: readonly number[]) => [
    ...Array.from({ length: missing }, () => value),
    ...axis,
  ];
  return {
    ...geometry,
    inSize: lead(1, geometry.inSize),
    outSize: lead(1, geometry.outSize),
    kernel: lead(1, geometry.kernel),
    stride: lead(1, geometry.stride),
    dilation: lead(1, geometry.dilation),
    padBegin: lead(0, geometry.padBegin),
    padEnd: lead(0, geometry.padEnd),
  };
}

/** How many input values one window spans. */
export const windowExtent = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

export const inputCount = (g: ConvGeometry): number => g.batch * sizeOf(g.inSize) * g.inChannels;
export const outputCount = (g: ConvGeometry): number => g.batch * sizeOf(g.outSize) * g.outChannels;
export const weightCount = (g: ConvGeometry): number =>
  sizeOf(g.kernel) * (g.inChannels / g.groups) * g.outChannels;

/** Multiplications and additions of one pass, taps on padding included. */
export const convFlops = (g: ConvGeometry): number =>
  2 * outputCount(g) * sizeOf(g.kernel) * (g.inChannels / g.groups);

/** Whether a window of this axis sees no value: too much padding, or a dilation that steps over a short axis. */
function hasGap(geometry: ConvGeometry, axis: number): boolean {
  for (let out = 0; out < at(geometry.outSize, axis); out++) {
    let seen = false;
    for (let tap = 0; tap < at(geometry.kernel, axis); tap++) {
      const source =
        out * at(geometry.stride, axis) - at(geometry.padBegin, axis) + tap * at(geometry.dilation, axis);
      seen ||= source >= 0 && source < at(geometry.inSize, axis);
    }
    if (!seen) return true;
  }
  return false;
}

function axes(name: string, values: readonly number[], rank: number, least: number): number[] {
  if (values.length !== rank) throw badInput(`${name} has ${values.length} values for ${rank} axes.`, name);
  if (values.some((value) => !Number.isInteger(value) || value < least))
    throw badInput(`${name} must be whole numbers of at least ${least}, not [${values.join(', ')}].`, name);
  return [...values];
}

const at = (values: readonly number[], axis: number): number => values[axis] ?? 0;

const badInput = (message: string, place: string, hint?: string): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });
