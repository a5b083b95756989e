import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({});

export const flatten: LayerDef<z.infer<typeof params>> = {
  type: 'flatten',
  title: 'Flatten',
  summary: 'All values of a sample in one row, channels fastest.',
  params,
  inferShape: (inputs) => [sizeOf(oneShape(inputs))],
  weights: () => [],
  forward({ tf, shapes }, inputs) {
    const x = oneInput(inputs);
    return tf.reshape(x, [batchOf(x, oneShape(shapes)), -1]);
  },
  toOnnx: (graph, inputs, _weights, _params, shapes) =>
    reshape(graph, oneInput(inputs), [-1, sizeOf(oneShape(shapes))]),
  examples: [
    { inputs: [[2, 3, 2, 1, 2]], params: {} },
    { inputs: [[3, 2]], params: {} },
  ],
};
