import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { LayerDef } from './layerDef';
import { type AxisMatrix, perAxis, timesMatrices, timesMatricesOnnx } from './oneAxis';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  size: z
    .array(z.int().min(1).max(4096))
    .min(1)
    .max(4)
    .default([1])
    .meta({ label: 'Size', hint: 'Places that are left, for each axis but the channels.' }),
});
type Params = z.infer<typeof params>;

/** Window i of n over m places: floor(i m / n) to ceil((i + 1) m / n). A window is a box: its mean is a mean of means. */
function means(shape: readonly number[], { size }: Params): AxisMatrix[] {
  return perAxis(shape, size, 'size').flatMap((to, axis) => {
    const from = shape[axis] ?? 1;
    if (to > from)
      throw new TetradError({
        code: 'badInput',
        message: `Axis ${axis} has ${from} places; a pool cannot make ${to} of them.`,
        place: 'size',
      });
    if (to === from) return [];
    const rows = new Float32Array(to * from);
    for (let i = 0; i < to; i++) {
      const [first, end] = [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)];
      rows.fill(1 / (end - first), i * from + first, i * from + end);
    }
    return [{ axis, to, from, rows }];
  });
}

export const adaptivePool: LayerDef<Params> = {
  type: 'adaptivePool',
  title: 'Adaptive pool',
  summary: 'So many places along each axis whatever there were: the mean of what lies in each part.',
  params,
  inferShape(inputs, settings) {
    const shape = oneShape(inputs);
    means(shape, settings);
    return [...settings.size, shape.at(-1) ?? 1];
  },
  weights: () => [],
  forward: ({ tf, shapes }, inputs, _weights, settings) =>
    timesMatrices(tf, oneInput(inputs), oneShape(shapes), means(oneShape(shapes), settings)),
  toOnnx: (graph, inputs, _weights, settings, shapes) =>
    timesMatricesOnnx(graph, oneInput(inputs), oneShape(shapes), means(oneShape(shapes), settings)),
  channelwise: () => true,
  examples: [
    { inputs: [[5, 2]], params: { size: [2] } },
    { inputs: [[4, 5, 2]], params: { size: [4, 3] } },
    { inputs: [[3, 2, 2, 1]], params: { size: [2, 1, 2] } },
    { inputs: [[4, 2, 3, 1, 2]], params: { size: [3, 1, 2, 1] } },
  ],
};
