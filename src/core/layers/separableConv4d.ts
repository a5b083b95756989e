/** A 4-D convolution in two: space (3-D) within every time, then time (1-D) at every place. Far fewer weights. */
import { z } from 'zod';
import { type ConvGeometry, convGeometry, samePadding } from '../arch/convGeometry';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { axesOf, axisNumbers } from './axisParams';
import { laidOut } from './convLayer';
import { convNd } from './convNdOp';
import { lowerConv } from './convOnnx';
import type { LayerDef, WeightSpec } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  filters: z.int().min(1).max(65_536).default(8).meta({ label: 'Filters' }),
  kernel: axisNumbers(4, 1, 3).meta({ label: 'Kernel', hint: 'Time, then x, y, z.' }),
  stride: axisNumbers(4, 1, 1).meta({ label: 'Stride' }),
  padBegin: axisNumbers(4, 0, 0).meta({ label: 'Padding before' }),
  padEnd: axisNumbers(4, 0, 0).meta({ label: 'Padding after' }),
  activation: z.enum(['linear', 'relu']).default('linear').meta({ label: 'Activation' }),
});
type Params = z.infer<typeof params>;

/** Space with one tap of time, then time with one tap of space. */
function geometries(
  shapes: readonly number[][],
  p: Params,
  batch = 1,
): { space: ConvGeometry; time: ConvGeometry } {
  const { size, channels } = axesOf(oneShape(shapes), 4);
  const only = (values: readonly number[], which: 'space' | 'time', rest: number) =>
    values.map((value, axis) => ((axis === 0) === (which === 'time') ? value : rest));
  const part = (which: 'space' | 'time', inSize: number[], inChannels: number) =>
    convGeometry({
      batch,
      inSize,
      inChannels,
      outChannels: p.filters,
      kernel: only(p.kernel, which, 1),
      stride: only(p.stride, which, 1),
      padBegin: only(p.padBegin, which, 0),
      padEnd: only(p.padEnd, which, 0),
    });
  const space = part('space', size, channels);
  return { space, time: part('time', space.outSize, p.filters) };
}

export const separableConv4d: LayerDef<Params> = {
  type: 'separableConv4d',
  title: 'Separable convolution 4-D',
  summary: 'Patterns in space first, then how they change in time: cheaper than a full 4-D convolution.',
  params,
  inferShape(inputs, p) {
    const { time } = geometries(inputs, p);
    return [...time.outSize, time.outChannels];
  },
  weights(inputs, p) {
    const { space, time } = geometries(inputs, p);
    const kernel = (name: string, { kernel, inChannels }: ConvGeometry): WeightSpec => {
      const fanIn = sizeOf(kernel) * inChannels;
      return {
        name,
        shape: [fanIn, p.filters],
        init: { kind: 'heNormal', fanIn },
        trainable: true,
        decay: true,
      };
    };
    return [
      kernel('spaceKernel', space),
      kernel('timeKernel', time),
      { name: 'bias', shape: [p.filters], init: { kind: 'zeros' }, trainable: true, decay: false },
    ];
  },
  laidOut(inputs, p) {
    const { space, time } = geometries(inputs, p);
    const [first, second] = [laidOut(space), laidOut(time)];
    return { forward: Math.max(first.forward, second.forward, second.backward), backward: first.backward };
  },
  forward({ tf, shapes }, inputs, weights, p) {
    const x = oneInput(inputs);
    const { space, time } = geometries(shapes, p, batchOf(x, oneShape(shapes)));
    const seen = convNd(tf, space, x, needWeight(weights, 'spaceKernel'));
    const kernel = needWeight(weights, 'timeKernel');
    return convNd(tf, time, seen, kernel, needWeight(weights, 'bias'), p.activation);
  },
  conv4d: true,
  toOnnx(graph, inputs, weights, p, shapes) {
    const { space, time } = geometries(shapes, p);
    const seen = lowerConv(graph, oneInput(inputs), space, {
      kernel: needWeight(weights, 'spaceKernel').data,
    });
    return lowerConv(graph, seen, time, {
      kernel: needWeight(weights, 'timeKernel').data,
      bias: needWeight(weights, 'bias').data,
      relu: p.activation === 'relu',
    });
  },
  examples: [
    {
      inputs: [[4, 3, 3, 2, 2]],
      params: {
        filters: 3,
        kernel: [3, 2, 3, 1],
        ...samePadding({ inSize: [4, 3, 3, 2], kernel: [3, 2, 3, 1] }),
      },
    },
    { inputs: [[5, 4, 3, 3, 1]], params: { filters: 2, kernel: [2, 2, 2, 2], stride: [2, 2, 1, 1] } },
  ],
};
