/** A 2-D convolution in two: every channel alone, then a mixture of them at every place (Chollet 2016, https://arxiv.org/abs/1610.02357). */
import { z } from 'zod';
import { type ConvGeometry, convGeometry, samePadding } from '../arch/convGeometry';
import { batchOf } from '../arch/deviceShape';
import { laidOut } from './convLayer';
import { convNd } from './convNdOp';
import { lowerConv } from './convOnnx';
import { depthwiseGeometry, depthwiseKernel, depthwiseParams } from './depthwiseConv2d';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  filters: z.int().min(1).max(65_536).default(8).meta({ label: 'Filters' }),
  ...depthwiseParams,
});
type Params = z.infer<typeof params>;

function geometries(
  shapes: readonly number[][],
  { filters, ...settings }: Params,
  batch = 1,
): { alone: ConvGeometry; mixed: ConvGeometry } {
  const alone = depthwiseGeometry(shapes, settings, batch);
  const { outSize: inSize, outChannels: inChannels } = alone;
  return { alone, mixed: convGeometry({ batch, inSize, inChannels, outChannels: filters, kernel: [1, 1] }) };
}

export const separableConv2d: LayerDef<Params> = {
  type: 'separableConv2d',
  title: 'Separable convolution 2-D',
  summary:
    'Patterns of every channel alone, then mixtures of them: far fewer weights than a full convolution.',
  params,
  inferShape(inputs, settings) {
    const { mixed } = geometries(inputs, settings);
    return [...mixed.outSize, mixed.outChannels];
  },
  weights(inputs, settings) {
    const { alone, mixed } = geometries(inputs, settings);
    const bias = { name: 'bias', shape: [mixed.outChannels], init: { kind: 'zeros' } as const };
    return [
      { name: 'depthKernel', ...depthwiseKernel(alone) },
      {
        name: 'kernel',
        shape: [mixed.inChannels, mixed.outChannels],
        init: { kind: 'heNormal', fanIn: mixed.inChannels },
        trainable: true,
        decay: true,
      },
      ...(settings.useBias ? [{ ...bias, trainable: true, decay: false }] : []),
    ];
  },
  laidOut(inputs, settings) {
    const { alone, mixed } = geometries(inputs, settings);
    const [first, second] = [laidOut(alone), laidOut(mixed)];
    return { forward: Math.max(first.forward, second.forward, second.backward), backward: first.backward };
  },
  forward({ tf, shapes }, inputs, weights, settings) {
    const x = oneInput(inputs);
    const { alone, mixed } = geometries(shapes, settings, batchOf(x, oneShape(shapes)));
    const seen = convNd(tf, alone, x, needWeight(weights, 'depthKernel'));
    return convNd(tf, mixed, seen, needWeight(weights, 'kernel'), weights.bias);
  },
  toOnnx(graph, inputs, weights, settings, shapes) {
    const { alone, mixed } = geometries(shapes, settings);
    const seen = lowerConv(graph, oneInput(inputs), alone, {
      kernel: needWeight(weights, 'depthKernel').data,
    });
    return lowerConv(graph, seen, mixed, {
      kernel: needWeight(weights, 'kernel').data,
      bias: weights.bias?.data,
    });
  },
  examples: [
    { inputs: [[4, 3, 3]], params: { filters: 2, ...samePadding({ inSize: [4, 3], kernel: [3, 3] }) } },
    { inputs: [[5, 4, 2]], params: { filters: 3, kernel: [2, 3], stride: [2, 1], useBias: false } },
  ],
};
