/**
 * Convolution over 1 to 4 axes (time first), channels last. Padding is explicit; core/arch/convGeometry resolves
 * "same" where it is chosen. The kernel is kept as a matrix [taps * channels of a group, filters], taps row-major,
 * so that no tensor has more than five axes.
 */
import { z } from 'zod';
import { type ConvGeometry, convGeometry } from '../arch/convGeometry';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { axesOf, axisNumbers } from './axisParams';
import { convNd } from './convNdOp';
import { lowerConv } from './convOnnx';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const convParams = (rank: number) =>
  z.strictObject({
    filters: z.int().min(1).max(65_536).default(8).meta({ label: 'Filters' }),
    kernel: axisNumbers(rank, 1, 3).meta({ label: 'Kernel' }),
    stride: axisNumbers(rank, 1, 1).meta({ label: 'Stride' }),
    dilation: axisNumbers(rank, 1, 1).meta({ label: 'Dilation' }),
    padBegin: axisNumbers(rank, 0, 0).meta({ label: 'Padding before' }),
    padEnd: axisNumbers(rank, 0, 0).meta({ label: 'Padding after' }),
    groups: z.int().min(1).max(65_536).default(1).meta({ label: 'Groups' }),
    useBias: z.boolean().default(true).meta({ label: 'Bias' }),
    activation: z.enum(['linear', 'relu']).default('linear').meta({ label: 'Activation' }),
    init: z.enum(['heNormal', 'glorotUniform', 'zeros']).default('heNormal').meta({ label: 'Start' }),
  });
export type ConvParams = z.infer<ReturnType<typeof convParams>>;

const axisNames = ['', 'one axis', 'two axes', 'three axes', 'time and space'];

export function convLayer(rank: 1 | 2 | 3 | 4, examples: LayerDef['examples']): LayerDef<ConvParams> {
  const geometryOf = (shapes: readonly number[][], params: ConvParams, batch = 1): ConvGeometry => {
    const { size, channels } = axesOf(oneShape(shapes), rank);
    const { filters: outChannels, groups, kernel, stride, dilation, padBegin, padEnd } = params;
    return convGeometry({
      batch,
      inSize: size,
      inChannels: channels,
      outChannels,
      groups,
      kernel,
      stride,
      dilation,
      padBegin,
      padEnd,
    });
  };
  return {
    type: `conv${rank}d`,
    title: `Convolution ${rank}-D`,
    summary: `Looks for the same patterns at every place of ${axisNames[rank]}.`,
    params: convParams(rank),
    inferShape(inputs, params) {
      const { outSize, outChannels } = geometryOf(inputs, params);
      return [...outSize, outChannels];
    },
    weights(inputs, params) {
      const { kernel, inChannels, outChannels, groups } = geometryOf(inputs, params);
      const fanIn = sizeOf(kernel) * (inChannels / groups);
      const fanOut = sizeOf(kernel) * (outChannels / groups);
      const init = { kind: params.init, fanIn, fanOut };
      const bias = { name: 'bias', shape: [outChannels], init: { kind: 'zeros' } as const };
      return [
        { name: 'kernel', shape: [fanIn, outChannels], init, trainable: true, decay: true },
        ...(params.useBias ? [{ ...bias, trainable: true, decay: false }] : []),
      ];
    },
    laidOut: (inputs, params) => laidOut(geometryOf(inputs, params)),
    forward({ tf, shapes }, inputs, weights, params) {
      const x = oneInput(inputs);
      const geometry = geometryOf(shapes, params, batchOf(x, oneShape(shapes)));
      const bias = params.useBias ? needWeight(weights, 'bias') : undefined;
      return convNd(tf, geometry, x, needWeight(weights, 'kernel'), bias, params.activation);
    },
    conv4d: rank === 4,
    toOnnx(graph, inputs, weights, params, shapes) {
      return lowerConv(graph, oneInput(inputs), geometryOf(shapes, params), {
        kernel: needWeight(weights, 'kernel').data,
        bias: params.useBias ? needWeight(weights, 'bias').data : undefined,
        relu: params.activation === 'relu',
      });
    },
    examples,
  };
}

/** Every place of the target beside all that it sees under the taps. */
export const laidOut = (g: ConvGeometry): { forward: number; backward: number } => ({
  forward: (sizeOf(g.outSize) * sizeOf(g.kernel) * g.inChannels) / g.groups,
  backward: (sizeOf(g.inSize) * sizeOf(g.kernel) * g.outChannels) / g.groups,
});
