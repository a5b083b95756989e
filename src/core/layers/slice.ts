import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { type AxisCut, cutAxes, cutAxesOnnx, cutShape } from './cutAxes';
import type { LayerDef } from './layerDef';
import { axisIn } from './oneAxis';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  axis: z.int().min(-5).max(4).default(-1).meta({ label: 'Axis', hint: '-1: the channels.' }),
  first: z.int().min(0).default(0).meta({ label: 'First' }),
  length: z.int().min(1).default(1).meta({ label: 'How many' }),
});
type Params = z.infer<typeof params>;

function cut(shape: readonly number[], { axis, first, length }: Params): AxisCut {
  const at = axisIn(shape, axis);
  const size = shape[at] ?? 1;
  if (first + length <= size) return { axis: at, first, length };
  throw new TetradError({
    code: 'badInput',
    message: `Axis ${at} has ${size} values: there are no ${length} from ${first} on.`,
    place: 'length',
  });
}

export const slice: LayerDef<Params> = {
  type: 'slice',
  title: 'Slice',
  summary: 'Some of the places of one axis, or some of the channels.',
  params,
  inferShape: (inputs, settings) => cutShape(oneShape(inputs), [cut(oneShape(inputs), settings)]),
  weights: () => [],
  forward: ({ tf, shapes }, inputs, _weights, settings) =>
    cutAxes(tf, oneInput(inputs), oneShape(shapes), [cut(oneShape(shapes), settings)]),
  toOnnx: (graph, inputs, _weights, settings, shapes) =>
    cutAxesOnnx(graph, oneInput(inputs), oneShape(shapes), [cut(oneShape(shapes), settings)]),
  examples: [
    { inputs: [[6]], params: { first: 2, length: 3 } },
    { inputs: [[4, 3]], params: { axis: 0, first: 1, length: 2 } },
    { inputs: [[3, 2, 2, 1, 4]], params: { axis: 0, first: 1, length: 2 } },
    { inputs: [[3, 2, 2, 1, 4]], params: { first: 1, length: 2 } },
  ],
};
