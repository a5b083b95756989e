import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { LayerDef } from './layerDef';
import { asValue, asValueOnnx, axisIn, seeAxis, seeAxisOnnx, withAxis } from './oneAxis';

const params = z.strictObject({
  axis: z.int().min(-5).max(4).default(-1).meta({ label: 'Axis', hint: '-1: the channels.' }),
});
type Params = z.infer<typeof params>;

function joined(inputs: readonly number[][], { axis }: Params): { at: number; shape: number[] } {
  const [first] = inputs;
  if (!first || inputs.length < 2)
    throw new TetradError({
      code: 'badInput',
      message: `Only two or more values can be joined, not ${inputs.length}.`,
      place: 'inputs',
    });
  const at = axisIn(first, axis);
  for (const [k, shape] of inputs.entries())
    if (shape.length !== first.length || shape.some((size, i) => i !== at && size !== first[i]))
      throw new TetradError({
        code: 'badInput',
        message: `[${first.join(', ')}] and [${shape.join(', ')}] cannot be joined along axis ${at}: the other axes differ.`,
        place: `inputs.${k}`,
      });
  return {
    at,
    shape: withAxis(
      first,
      at,
      inputs.reduce((sum, shape) => sum + (shape[at] ?? 0), 0),
    ),
  };
}

export const concat: LayerDef<Params> = {
  type: 'concat',
  title: 'Concatenate',
  summary: 'Values side by side, along the channels or another axis.',
  params,
  inferShape: (inputs, settings) => joined(inputs, settings).shape,
  weights: () => [],
  forward({ tf, shapes }, inputs, _weights, settings) {
    const { at, shape } = joined(shapes, settings);
    const seen = inputs.map((x, k) => seeAxis(tf, x, shapes[k] ?? [], at));
    return asValue(tf, tf.concat(seen, 1), shape);
  },
  toOnnx(graph, inputs, _weights, settings, shapes) {
    const { at, shape } = joined(shapes, settings);
    const seen = inputs.map((x, k) => seeAxisOnnx(graph, x, shapes[k] ?? [], at));
    return asValueOnnx(graph, graph.node('Concat', seen, { axis: 1n }), shape);
  },
  examples: [
    {
      inputs: [
        [3, 2],
        [3, 4],
      ],
      params: {},
    },
    {
      inputs: [
        [2, 2, 1, 2, 3],
        [1, 2, 1, 2, 3],
      ],
      params: { axis: 0 },
    },
    { inputs: [[2], [3], [1]], params: {} },
  ],
};
