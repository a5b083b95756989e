/** Conv and ConvTranspose: kernels from [filters, channels, taps] to [taps, channels, filters]. */
import { samePadding } from '../../../arch/convGeometry';
import type { OnnxNode } from '../../graphBuilder';
import { type ArchReader, channelsFirst } from '../archReader';
import { type Constant, notALayer } from '../told';
import { text, whole, wholes } from './attributes';
import type { Operator } from './operator';

export interface Window {
  kernel: number[];
  stride: number[];
  dilation: number[];
  padBegin: number[];
  padEnd: number[];
}

/** `inSize`: of the axes that the window moves along. */
export function windowOf(node: OnnxNode, kernel: number[], inSize: readonly number[]): Window {
  const rank = kernel.length;
  const ones = kernel.map(() => 1);
  const stride = wholes(node, 'strides') ?? ones;
  const dilation = wholes(node, 'dilations') ?? ones;
  const auto = text(node, 'auto_pad', 'NOTSET');
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    const { padBegin, padEnd } = samePadding({ inSize: [...inSize], kernel, stride, dilation });
    const [begin, end] = auto === 'SAME_UPPER' ? [padBegin, padEnd] : [padEnd, padBegin];
    return { kernel, stride, dilation, padBegin: begin, padEnd: end };
  }
  const pads = (auto === 'NOTSET' ? wholes(node, 'pads') : undefined) ?? [...ones, ...ones].map(() => 0);
  if (pads.some((pad) => pad < 0)) throw notALayer(node, 'cuts its input (negative pads)');
  return { kernel, stride, dilation, padBegin: pads.slice(0, rank), padEnd: pads.slice(rank) };
}

export const conv: Operator = (reader, node) => {
  const value = reader.layered(node);
  const weight = reader.needed(node, 1);
  const [filters = 1, inGroup = 1, ...kernel] = weight.shape;
  const rank = kernel.length;
  if (rank < 1 || rank > 3) throw notALayer(node, `is a convolution over ${rank} axes`);
  const groups = whole(node, 'group', 1);
  const id = reader.channelsLast(node, value);
  const inSize = reader.make.shapeOf(id).slice(0, -1);
  const window = windowOf(node, kernel, inSize);
  const bias = reader.constant(node, 2);
  const own = bias ? undefined : addedBehind(reader, node, filters, rank);
  const useBias = bias !== undefined || own !== undefined;
  const arrays = {
    kernel: kernelOf(weight, kernel),
    ...(useBias && { bias: (bias ?? own?.constant)?.data ?? [] }),
  };
  const isByChannel = rank === 2 && groups > 1 && inGroup === 1 && filters % groups === 0;
  const made = isByChannel
    ? reader.make.layer(
        reader.name('depthwise', weight),
        'depthwiseConv2d',
        { ...window, multiplier: filters / groups, useBias },
        [id],
        arrays,
      )
    : reader.make.layer(
        reader.name('conv', weight),
        `conv${rank}d`,
        { filters, ...window, groups, useBias },
        [id],
        arrays,
      );
  const result = channelsFirst(made, rank + 1);
  if (own) reader.tell(own.output, result);
  return result;
};

/** From [filters, channels, taps] to [taps, channels, filters]. */
function kernelOf({ shape, data }: Constant, kernel: readonly number[]): Float32Array {
  const [filters = 1, channels = 1] = shape;
  const taps = kernel.reduce((all, n) => all * n, 1);
  const moved = new Float32Array(data.length);
  let from = 0;
  for (let filter = 0; filter < filters; filter++)
    for (let channel = 0; channel < channels; channel++)
      for (let tap = 0; tap < taps; tap++)
        moved[(tap * channels + channel) * filters + filter] = data[from++] as number;
  return moved;
}

/** A bias that stands in an Add of its own behind the node, one for each channel. */
export function addedBehind(
  reader: ArchReader,
  { outputs }: OnnxNode,
  channels: number,
  behind: number,
): { constant: Constant; output: string } | undefined {
  const [output = ''] = outputs;
  const next = reader.onlyReader(output);
  if (next?.opType !== 'Add') return undefined;
  const other = reader.told(next.inputs.find((name) => name !== output) ?? '');
  if (other?.kind !== 'constant' || other.data.length !== channels) return undefined;
  const shape = [...other.shape];
  while (shape.length > behind + 1 && shape[0] === 1) shape.shift();
  const fits = shape[0] === channels && shape.length === behind + 1 && shape.slice(1).every((n) => n === 1);
  return fits ? { constant: other, output: next.outputs[0] ?? '' } : undefined;
}

export const convTranspose: Operator = (reader, node) => {
  const value = reader.layered(node);
  const weight = reader.needed(node, 1);
  const [channels = 1, filters = 1, ...kernel] = weight.shape;
  const rank = kernel.length;
  if (rank < 1 || rank > 3) throw notALayer(node, `is a convolution over ${rank} axes`);
  if (whole(node, 'group', 1) !== 1) throw notALayer(node, 'has groups');
  if (wholes(node, 'output_padding')?.some((n) => n !== 0)) throw notALayer(node, 'has an output_padding');
  if (node.attributes.output_shape !== undefined || text(node, 'auto_pad', 'NOTSET') !== 'NOTSET')
    throw notALayer(node, 'has an output_shape or auto_pad');
  const id = reader.channelsLast(node, value);
  const { stride, dilation, padBegin, padEnd } = windowOf(node, kernel, []);
  const bias = reader.constant(node, 2);
  const taps = kernel.reduce((all, n) => all * n, 1);
  const moved = new Float32Array(weight.data.length);
  let from = 0;
  for (let channel = 0; channel < channels; channel++)
    for (let filter = 0; filter < filters; filter++)
      for (let tap = 0; tap < taps; tap++)
        moved[(tap * filters + filter) * channels + channel] = weight.data[from++] as number;
  const made = reader.make.layer(
    reader.name('convTranspose', weight),
    `convTranspose${rank}d`,
    { filters, kernel, stride, dilation, cropBegin: padBegin, cropEnd: padEnd, useBias: bias !== undefined },
    [id],
    { kernel: moved, ...(bias && { bias: bias.data }) },
  );
  return channelsFirst(made, rank + 1);
};
