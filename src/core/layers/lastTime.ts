import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { axesOf } from './axisParams';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({});

export const lastTime: LayerDef<z.infer<typeof params>> = {
  type: 'lastTime',
  title: 'Last time',
  summary: 'The last of the times alone: what persistence would forecast.',
  params,
  inferShape: (inputs) => [1, ...oneShape(inputs).slice(1)],
  weights: () => [],
  forward({ tf, shapes }, inputs) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const { size } = axesOf(shape, 4);
    const [times = 1] = size;
    const frame = sizeOf(shape.slice(1));
    const batch = batchOf(x, shape);
    const series = tf.reshape(x, [batch, times * frame]);
    return tf.reshape(
      tf.slice(series, [0, (times - 1) * frame], [batch, frame]),
      deviceShape([1, ...shape.slice(1)], batch),
    );
  },
  toOnnx(graph, inputs, _weights, _params, shapes) {
    const shape = oneShape(shapes);
    const [times = 1] = shape;
    const series = reshape(graph, oneInput(inputs), [-1, times, sizeOf(shape.slice(1))]);
    const index = graph.constant('int64', [1], BigInt64Array.of(BigInt(times - 1)), 'last');
    return reshape(graph, graph.node('Gather', [series, index], { axis: 1n }), onnxShape(shape));
  },
  examples: [{ inputs: [[3, 2, 1, 2, 2]], params: {} }],
};
