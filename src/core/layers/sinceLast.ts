import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({});

export const sinceLast: LayerDef<z.infer<typeof params>> = {
  type: 'sinceLast',
  title: 'Since the last time',
  summary:
    'Each time without the last one: how high a series stands no longer matters, only how it came there.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights: () => [],
  forward({ tf, shapes }, inputs) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const [times = 1] = shape;
    const frame = sizeOf(shape.slice(1));
    const batch = batchOf(x, shape);
    const series = tf.reshape(x, [batch, times, frame]);
    const last = tf.slice(series, [0, times - 1, 0], [batch, 1, frame]);
    return tf.reshape(tf.sub(series, last), deviceShape(shape, batch));
  },
  toOnnx(graph, inputs, _weights, _params, shapes) {
    const shape = oneShape(shapes);
    const [times = 1] = shape;
    const series = reshape(graph, oneInput(inputs), [-1, times, sizeOf(shape.slice(1))]);
    const index = graph.constant('int64', [1], BigInt64Array.of(BigInt(times - 1)), 'last');
    const last = graph.node('Gather', [series, index], { axis: 1n });
    return reshape(graph, graph.node('Sub', [series, last]), onnxShape(shape));
  },
  examples: [
    { inputs: [[4, 2]], params: {} },
    { inputs: [[3, 2, 1, 2, 2]], params: {} },
  ],
};
