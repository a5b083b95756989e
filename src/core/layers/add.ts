import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { LayerDef } from './layerDef';
import { twoInputs } from './twoInputs';

const params = z.strictObject({});

export const add: LayerDef<z.infer<typeof params>> = {
  type: 'add',
  title: 'Add',
  summary: 'The sum of two values of one shape: a way around what lies between.',
  params,
  inferShape(inputs) {
    const [first, second] = twoInputs(inputs);
    if (first.join() !== second.join())
      throw new TetradError({
        code: 'badInput',
        message: `Only values of one shape can be added, not [${first.join(', ')}] and [${second.join(', ')}].`,
        place: 'inputs.1',
      });
    return [...first];
  },
  weights: () => [],
  forward({ tf }, inputs) {
    const [first, second] = twoInputs(inputs);
    return tf.add(first, second);
  },
  toOnnx: (graph, inputs) => graph.node('Add', twoInputs(inputs)),
  examples: [
    { inputs: [[3], [3]], params: {} },
    {
      inputs: [
        [2, 2, 1, 2, 3],
        [2, 2, 1, 2, 3],
      ],
      params: {},
    },
  ],
};
