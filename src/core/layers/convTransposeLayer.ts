/**
 * Transposed convolution over 1 to 3 axes, channels last: every value of the input adds its kernel to the places it
 * covers. It is the gradient to the input of the convolution that leads the other way, and runs as that
 * (Dumoulin and Visin 2016, https://arxiv.org/abs/1603.07285). The kernel is kept as that convolution's: a matrix
 * [taps * filters, channels of the input].
 */
import { z } from 'zod';
import { type ConvGeometry, convGeometry, windowExtent } from '../arch/convGeometry';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import { axesOf, axisNumbers } from './axisParams';
import { laidOut } from './convLayer';
import { convTransposeNd } from './convNdOp';
import { channelsFirst, channelsLast } from './convOnnx';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const convTransposeParams = (rank: number) =>
  z.strictObject({
    filters: z.int().min(1).max(65_536).default(8).meta({ label: 'Filters' }),
    kernel: axisNumbers(rank, 1, 2).meta({ label: 'Kernel' }),
    stride: axisNumbers(rank, 1, 2).meta({ label: 'Stride', hint: 'How many times larger it gets.' }),
    dilation: axisNumbers(rank, 1, 1).meta({ label: 'Dilation' }),
    cropBegin: axisNumbers(rank, 0, 0).meta({ label: 'Cut off before' }),
    cropEnd: axisNumbers(rank, 0, 0).meta({ label: 'Cut off after' }),
    useBias: z.boolean().default(true).meta({ label: 'Bias' }),
    init: z.enum(['heNormal', 'glorotUniform', 'zeros']).default('heNormal').meta({ label: 'Start' }),
  });
export type ConvTransposeParams = z.infer<ReturnType<typeof convTransposeParams>>;

/** Of the convolution that leads from the output of this layer to its input. */
function geometryOf(
  shapes: readonly number[][],
  rank: number,
  { filters, kernel, stride, dilation, cropBegin, cropEnd }: ConvTransposeParams,
  batch = 1,
): ConvGeometry {
  const { size, channels } = axesOf(oneShape(shapes), rank);
  const inSize = size.map((n, axis) => {
    const [taps = 1, step = 1, apart = 1] = [kernel[axis], stride[axis], dilation[axis]];
    const whole = (n - 1) * step + windowExtent(taps, apart);
    const left = whole - (cropBegin[axis] ?? 0) - (cropEnd[axis] ?? 0);
    if (left >= 1) return left;
    throw new TetradError({
      code: 'badInput',
      message: `Axis ${axis} becomes ${whole} long; ${whole - left} cannot be cut off.`,
      place: 'cropBegin',
      hint: 'Cut off less.',
    });
  });
  return convGeometry({
    batch,
    inSize,
    inChannels: filters,
    outChannels: channels,
    kernel,
    stride,
    dilation,
    padBegin: cropBegin,
    padEnd: cropEnd,
  });
}

export function convTransposeLayer(
  rank: 1 | 2 | 3,
  examples: LayerDef['examples'],
): LayerDef<ConvTransposeParams> {
  return {
    type: `convTranspose${rank}d`,
    title: `Transposed convolution ${rank}-D`,
    summary: 'Draws a pattern for every value: the way back from a convolution, to a larger picture.',
    params: convTransposeParams(rank),
    inferShape(inputs, params) {
      const { inSize, inChannels } = geometryOf(inputs, rank, params);
      return [...inSize, inChannels];
    },
    weights(inputs, params) {
      const { kernel, stride, inChannels, outChannels } = geometryOf(inputs, rank, params);
      // Each place of the output is covered by one tap in so many.
      const fanIn = Math.max(1, Math.round((sizeOf(kernel) * outChannels) / sizeOf(stride)));
      const init = { kind: params.init, fanIn, fanOut: sizeOf(kernel) * inChannels };
      const bias = { name: 'bias', shape: [inChannels], init: { kind: 'zeros' } as const };
      return [
        {
          name: 'kernel',
          shape: [sizeOf(kernel) * inChannels, outChannels],
          init,
          trainable: true,
          decay: true,
        },
        ...(params.useBias ? [{ ...bias, trainable: true, decay: false }] : []),
      ];
    },
    laidOut(inputs, params) {
      const { forward, backward } = laidOut(geometryOf(inputs, rank, params));
      return { forward: backward, backward: forward };
    },
    forward({ tf, shapes }, inputs, weights, params) {
      const x = oneInput(inputs);
      const geometry = geometryOf(shapes, rank, params, batchOf(x, oneShape(shapes)));
      const y = convTransposeNd(tf, geometry, x, needWeight(weights, 'kernel'));
      return params.useBias ? tf.add(y, needWeight(weights, 'bias')) : y;
    },
    toOnnx(graph, inputs, weights, params, shapes) {
      const g = geometryOf(shapes, rank, params);
      const shape = [g.outChannels, g.inChannels, ...g.kernel];
      const ins = [
        channelsFirst(graph, oneInput(inputs), rank),
        graph.constant('float', shape, toOnnxKernel(needWeight(weights, 'kernel').data, g), 'kernel'),
      ];
      if (params.useBias)
        ins.push(graph.constant('float', [g.inChannels], needWeight(weights, 'bias').data, 'bias'));
      // The division behind the convolution's size leaves no rest here, so nothing is to be added at the end.
      const result = graph.node('ConvTranspose', ins, {
        kernel_shape: g.kernel.map(BigInt),
        strides: g.stride.map(BigInt),
        dilations: g.dilation.map(BigInt),
        pads: [...g.padBegin, ...g.padEnd].map(BigInt),
      });
      return channelsLast(graph, result, rank);
    },
    examples,
  };
}

/** From [tap, filter, channel] to [channel, filter, tap]. */
function toOnnxKernel(kernel: Float32Array, g: ConvGeometry): Float32Array {
  const taps = sizeOf(g.kernel);
  const moved = new Float32Array(kernel.length);
  let from = 0;
  for (let tap = 0; tap < taps; tap++)
    for (let filter = 0; filter < g.inChannels; filter++)
      for (let channel = 0; channel < g.outChannels; channel++)
        moved[(channel * g.inChannels + filter) * taps + tap] = kernel[from++] as number;
  return moved;
}
