/**
 * Convolutions as ONNX nodes. Up to three axes: one Conv. Four axes, folded: the frames that an output time sees are
 * gathered and laid side by side in the channels, then one 3-D Conv sums over them; no value has more than five axes, as
 * every runtime can. Four axes, native: one Conv over a value of six axes. Values have deviceShape before and after.
 */
import type { ConvGeometry } from '../arch/convGeometry';
import { onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import type { GraphBuilder } from '../onnx/graphBuilder';

export interface ConvConstants {
  /** Row-major [...kernel, inChannels / groups, outChannels]. */
  kernel: Float32Array;
  bias?: Float32Array;
  relu?: boolean;
}

const ints = (values: readonly number[]): bigint[] => values.map(BigInt);

export const reshape = (graph: GraphBuilder, x: string, shape: readonly number[]): string =>
  graph.node('Reshape', [
    x,
    graph.constant('int64', [shape.length], BigInt64Array.from(ints(shape)), 'shape'),
  ]);

export const transpose = (graph: GraphBuilder, x: string, order: readonly number[]): string =>
  graph.node('Transpose', [x], { perm: ints(order) });

/** [batch, ...axes, channels] to [batch, channels, ...axes]. */
export const channelsFirst = (graph: GraphBuilder, x: string, axes: number): string =>
  transpose(graph, x, [0, axes + 1, ...Array.from({ length: axes }, (_, i) => i + 1)]);

export const channelsLast = (graph: GraphBuilder, x: string, axes: number): string =>
  transpose(graph, x, [0, ...Array.from({ length: axes }, (_, i) => i + 2), 1]);

export function lowerConv(
  graph: GraphBuilder,
  x: string,
  geometry: ConvGeometry,
  { kernel, bias, relu }: ConvConstants,
): string {
  const rank = geometry.inSize.length;
  const native = rank === 4 && graph.conv4d === 'native';
  const timed = rank === 4 && !native;
  const axes = timed ? 3 : rank;
  const space = <T>(values: readonly T[]): T[] => values.slice(-axes);
  const timeTaps = timed ? (geometry.kernel[0] ?? 1) : 1;
  const { outChannels, inChannels, groups } = geometry;
  const shape = [outChannels, (timeTaps * inChannels) / groups, ...space(geometry.kernel)];
  const whole = native ? reshape(graph, x, [-1, ...geometry.inSize, inChannels]) : x;
  const inputs = [
    timed ? stackTimes(graph, x, geometry) : channelsFirst(graph, whole, axes),
    graph.constant('float', shape, toOnnxKernel(kernel, geometry, timeTaps), 'kernel'),
  ];
  if (bias) inputs.push(graph.constant('float', [outChannels], bias, 'bias'));
  const result = graph.node('Conv', inputs, {
    kernel_shape: ints(space(geometry.kernel)),
    strides: ints(space(geometry.stride)),
    dilations: ints(space(geometry.dilation)),
    pads: ints([...space(geometry.padBegin), ...space(geometry.padEnd)]),
    group: BigInt(groups),
  });
  const last = channelsLast(graph, relu ? graph.node('Relu', [result]) : result, axes);
  return native ? reshape(graph, last, onnxShape([...geometry.outSize, outChannels])) : last;
}

/** From [tap of time, tap of space, channel, filter] to [filter, tap of time, channel, tap of space]. */
function toOnnxKernel(
  kernel: Float32Array,
  { kernel: taps, ...g }: ConvGeometry,
  times: number,
): Float32Array {
  const channels = g.inChannels / g.groups;
  const places = sizeOf(taps) / times;
  const moved = new Float32Array(kernel.length);
  let from = 0;
  for (let t = 0; t < times; t++)
    for (let s = 0; s < places; s++)
      for (let c = 0; c < channels; c++)
        for (let f = 0; f < g.outChannels; f++)
          moved[((f * times + t) * channels + c) * places + s] = kernel[from++] as number;
  return moved;
}

/** [batch * time, x, y, z, channels] to [batch * new time, groups * taps * channels of a group, x, y, z]. */
function stackTimes(graph: GraphBuilder, x: string, g: ConvGeometry): string {
  const [times = 1, ...space] = g.inSize;
  const [taps = 1, stride = 1, dilation = 1] = [g.kernel[0], g.stride[0], g.dilation[0]];
  const [begin = 0, end = 0, outTimes = 1] = [g.padBegin[0], g.padEnd[0], g.outSize[0]];
  if (taps === 1 && stride === 1 && begin === 0 && end === 0) return channelsFirst(graph, x, 3);
  const places = sizeOf(space);
  let frames = reshape(graph, x, [-1, times, places * g.inChannels]);
  if (begin + end > 0) {
    const pads = graph.constant('int64', [6], BigInt64Array.from(ints([0, begin, 0, 0, end, 0])), 'pads');
    frames = graph.node('Pad', [frames, pads]);
  }
  const seen = Array.from(
    { length: outTimes * taps },
    (_, i) => Math.floor(i / taps) * stride + (i % taps) * dilation,
  );
  const index = graph.constant('int64', [seen.length], BigInt64Array.from(ints(seen)), 'times');
  const windows = graph.node('Gather', [frames, index], { axis: 1n });
  const split = reshape(graph, windows, [-1, taps, places, g.groups, g.inChannels / g.groups]);
  return reshape(graph, transpose(graph, split, [0, 3, 1, 4, 2]), [-1, taps * g.inChannels, ...space]);
}
