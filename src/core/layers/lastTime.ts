import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  times: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ label: 'Times', hint: 'How often it is given: once for each time that is forecast.' }),
});

export const lastTime: LayerDef<z.infer<typeof params>> = {
  type: 'lastTime',
  title: 'Last time',
  summary: 'The last of the times alone: what persistence would forecast.',
  params,
  inferShape: (inputs, { times = 1 }) => [times, ...oneShape(inputs).slice(1)],
  weights: () => [],
  forward({ tf, shapes }, inputs, _weights, { times: copies = 1 }) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const [times = 1] = shape;
    const frame = sizeOf(shape.slice(1));
    const batch = batchOf(x, shape);
    const series = tf.reshape(x, [batch, times * frame]);
    const last = tf.slice(series, [0, (times - 1) * frame], [batch, frame]);
    const given = copies === 1 ? last : tf.tile(last, [1, copies]);
    return tf.reshape(given, deviceShape([copies, ...shape.slice(1)], batch));
  },
  toOnnx(graph, inputs, _weights, { times: copies = 1 }, shapes) {
    const shape = oneShape(shapes);
    const [times = 1] = shape;
    const series = reshape(graph, oneInput(inputs), [-1, times, sizeOf(shape.slice(1))]);
    const index = new BigInt64Array(copies).fill(BigInt(times - 1));
    const last = graph.node('Gather', [series, graph.constant('int64', [copies], index, 'last')], {
      axis: 1n,
    });
    return reshape(graph, last, onnxShape([copies, ...shape.slice(1)]));
  },
  examples: [
    { inputs: [[3, 2, 1, 2, 2]], params: {} },
    { inputs: [[5, 2]], params: { times: 3 } },
  ],
};
