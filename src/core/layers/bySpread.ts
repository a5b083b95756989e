import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';
import { addWindowSpread, windowSpread } from './windowSpread';

const params = z.strictObject({});

export const bySpread: LayerDef<z.infer<typeof params>> = {
  type: 'bySpread',
  title: 'Divided by its spread',
  summary:
    'Each channel of a window in units of how far its values lie apart there: a swing that grows with its level looks alike.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights: () => [],
  forward({ tf, shapes }, inputs) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const batch = batchOf(x, shape);
    const series = tf.reshape(x, [batch, shape[0] ?? 1, sizeOf(shape.slice(1))]);
    return tf.reshape(tf.div(series, windowSpread(tf, x, shape, batch)), deviceShape(shape, batch));
  },
  keeps: () => 4,
  toOnnx(graph, inputs, _weights, _params, shapes) {
    const shape = oneShape(shapes);
    const x = oneInput(inputs);
    const series = reshape(graph, x, [-1, shape[0] ?? 1, sizeOf(shape.slice(1))]);
    return reshape(graph, graph.node('Div', [series, addWindowSpread(graph, x, shape)]), onnxShape(shape));
  },
  examples: [
    { inputs: [[4, 2]], params: {} },
    { inputs: [[3, 2, 1, 2, 2]], params: {} },
  ],
};
