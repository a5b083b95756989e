import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import type { LayerDef } from './layerDef';
import { asValue, asValueOnnx } from './oneAxis';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  shape: z
    .array(z.int().min(1))
    .min(1)
    .max(5)
    .default([1])
    .meta({ label: 'Shape', hint: 'Of a sample, channels last; as many values as before.' }),
});
type Params = z.infer<typeof params>;

export const reshape: LayerDef<Params> = {
  type: 'reshape',
  title: 'Reshape',
  summary: 'The same values, in the same order, along other axes.',
  params,
  inferShape(inputs, { shape }) {
    const from = oneShape(inputs);
    if (sizeOf(from) === sizeOf(shape)) return [...shape];
    throw new TetradError({
      code: 'badInput',
      message: `[${from.join(', ')}] has ${sizeOf(from)} values and [${shape.join(', ')}] ${sizeOf(shape)}.`,
      place: 'shape',
    });
  },
  weights: () => [],
  forward: ({ tf }, inputs, _weights, { shape }) => asValue(tf, oneInput(inputs), shape),
  toOnnx: (graph, inputs, _weights, { shape }) => asValueOnnx(graph, oneInput(inputs), shape),
  examples: [
    { inputs: [[6]], params: { shape: [3, 2] } },
    { inputs: [[2, 2, 1, 3, 2]], params: { shape: [4, 6] } },
    { inputs: [[12, 2]], params: { shape: [2, 3, 2, 1, 2] } },
  ],
};
