import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { LayerDef } from './layerDef';
import { perAxis } from './oneAxis';
import { oneInput, oneShape } from './oneInput';
import { cutAxes, cutAxesOnnx, cutShape, type AxisCut } from './cutAxes';

const perAxisNumbers = z.array(z.int().min(0).max(4096)).min(1).max(4);
const params = z.strictObject({
  begin: perAxisNumbers.default([1]).meta({ label: 'Before', hint: 'For each axis but the channels.' }),
  end: perAxisNumbers.default([1]).meta({ label: 'After', hint: 'For each axis but the channels.' }),
});
type Params = z.infer<typeof params>;

function cuts(shape: readonly number[], { begin, end }: Params): AxisCut[] {
  const after = perAxis(shape, end, 'end');
  return perAxis(shape, begin, 'begin').map((first, axis) => {
    const [size = 1, last = 0] = [shape[axis], after[axis]];
    if (first + last >= size)
      throw new TetradError({
        code: 'badInput',
        message: `Axis ${axis} has ${size} values; ${first + last} cannot be cut off.`,
        place: 'begin',
        hint: 'At least one value must be left.',
      });
    return { axis, first, length: size - first - last };
  });
}

export const crop: LayerDef<Params> = {
  type: 'crop',
  title: 'Cropping',
  summary: 'Cuts places off the beginning and the end of every axis.',
  params,
  inferShape: (inputs, settings) => cutShape(oneShape(inputs), cuts(oneShape(inputs), settings)),
  weights: () => [],
  forward: ({ tf, shapes }, inputs, _weights, settings) =>
    cutAxes(tf, oneInput(inputs), oneShape(shapes), cuts(oneShape(shapes), settings)),
  toOnnx: (graph, inputs, _weights, settings, shapes) =>
    cutAxesOnnx(graph, oneInput(inputs), oneShape(shapes), cuts(oneShape(shapes), settings)),
  examples: [
    { inputs: [[4, 3, 2]], params: { begin: [1, 0], end: [2, 1] } },
    { inputs: [[5, 2]], params: { begin: [0], end: [2] } },
    { inputs: [[3, 2, 1, 3, 2]], params: { begin: [1, 0, 0, 1], end: [1, 1, 0, 0] } },
  ],
};
