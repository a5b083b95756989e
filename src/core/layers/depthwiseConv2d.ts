/** A convolution of every channel alone: convolution in as many groups as there are channels. */
import { z } from 'zod';
import { type ConvGeometry, convGeometry, samePadding } from '../arch/convGeometry';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { axesOf, axisNumbers } from './axisParams';
import { laidOut } from './convLayer';
import { convNd } from './convNdOp';
import { lowerConv } from './convOnnx';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

export const depthwiseParams = {
  kernel: axisNumbers(2, 1, 3).meta({ label: 'Kernel' }),
  stride: axisNumbers(2, 1, 1).meta({ label: 'Stride' }),
  dilation: axisNumbers(2, 1, 1).meta({ label: 'Dilation' }),
  padBegin: axisNumbers(2, 0, 0).meta({ label: 'Padding before' }),
  padEnd: axisNumbers(2, 0, 0).meta({ label: 'Padding after' }),
  multiplier: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .meta({ label: 'Multiplier', hint: 'Patterns for each channel.' }),
  useBias: z.boolean().default(true).meta({ label: 'Bias' }),
};
const params = z.strictObject(depthwiseParams);
type Params = z.infer<typeof params>;

export function depthwiseGeometry(
  shapes: readonly number[][],
  { multiplier, ...window }: Omit<Params, 'useBias'>,
  batch = 1,
): ConvGeometry {
  const { size, channels } = axesOf(oneShape(shapes), 2);
  const { kernel, stride, dilation, padBegin, padEnd } = window;
  return convGeometry({
    batch,
    inSize: size,
    inChannels: channels,
    outChannels: channels * multiplier,
    groups: channels,
    kernel,
    stride,
    dilation,
    padBegin,
    padEnd,
  });
}

/** [taps, filters] */
export const depthwiseKernel = ({ kernel, outChannels }: ConvGeometry) => ({
  shape: [sizeOf(kernel), outChannels],
  init: { kind: 'heNormal', fanIn: sizeOf(kernel) } as const,
  trainable: true,
  decay: true,
});

export const depthwiseConv2d: LayerDef<Params> = {
  type: 'depthwiseConv2d',
  title: 'Depthwise convolution 2-D',
  summary:
    'Looks for patterns in every channel alone: cheap, and followed by a 1 x 1 convolution that mixes them.',
  params,
  inferShape(inputs, settings) {
    const { outSize, outChannels } = depthwiseGeometry(inputs, settings);
    return [...outSize, outChannels];
  },
  weights(inputs, settings) {
    const geometry = depthwiseGeometry(inputs, settings);
    const bias = { name: 'bias', shape: [geometry.outChannels], init: { kind: 'zeros' } as const };
    return [
      { name: 'kernel', ...depthwiseKernel(geometry) },
      ...(settings.useBias ? [{ ...bias, trainable: true, decay: false }] : []),
    ];
  },
  laidOut: (inputs, settings) => laidOut(depthwiseGeometry(inputs, settings)),
  forward({ tf, shapes }, inputs, weights, settings) {
    const x = oneInput(inputs);
    const geometry = depthwiseGeometry(shapes, settings, batchOf(x, oneShape(shapes)));
    return convNd(tf, geometry, x, needWeight(weights, 'kernel'), weights.bias);
  },
  toOnnx: (graph, inputs, weights, settings, shapes) =>
    lowerConv(graph, oneInput(inputs), depthwiseGeometry(shapes, settings), {
      kernel: needWeight(weights, 'kernel').data,
      bias: weights.bias?.data,
    }),
  examples: [
    { inputs: [[4, 3, 3]], params: samePadding({ inSize: [4, 3], kernel: [3, 3] }) },
    {
      inputs: [[5, 6, 2]],
      params: { kernel: [2, 3], stride: [2, 1], dilation: [1, 2], multiplier: 2, useBias: false },
    },
  ],
};
