import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { axesOf } from './axisParams';
import { reshape, transpose } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({});

export const timeToChannels: LayerDef<z.infer<typeof params>> = {
  type: 'timeToChannels',
  title: 'Time to channels',
  summary: 'Every time becomes channels of its own: [time, x, y, z, channels] to [x, y, z, time × channels].',
  params,
  inferShape(inputs) {
    const { size, channels } = axesOf(oneShape(inputs), 4);
    return [...size.slice(1), (size[0] ?? 1) * channels];
  },
  weights: () => [],
  forward({ tf, shapes }, inputs) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const { size, channels } = axesOf(shape, 4);
    const [times = 1, ...space] = size;
    const batch = batchOf(x, shape);
    const series = tf.reshape(x, [batch, times, sizeOf(space), channels]);
    return tf.reshape(tf.transpose(series, [0, 2, 1, 3]), [batch, ...space, times * channels]);
  },
  toOnnx(graph, inputs, _weights, _params, shapes) {
    const { size, channels } = axesOf(oneShape(shapes), 4);
    const [times = 1, ...space] = size;
    const series = reshape(graph, oneInput(inputs), [-1, times, sizeOf(space), channels]);
    return reshape(graph, transpose(graph, series, [0, 2, 1, 3]), [-1, ...space, times * channels]);
  },
  examples: [
    { inputs: [[3, 2, 2, 1, 2]], params: {} },
    { inputs: [[2, 2, 1, 3, 1]], params: {} },
  ],
};
