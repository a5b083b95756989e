import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { axesOf } from './axisParams';
import { reshape } from './convOnnx';
import type { LayerDef, WeightSpec } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({});

export const positions: LayerDef<z.infer<typeof params>> = {
  type: 'positions',
  title: 'Positions',
  summary: 'Adds what was learnt about each time and each place: attention alone knows no order.',
  params,
  inferShape(inputs) {
    axesOf(oneShape(inputs), 4);
    return [...oneShape(inputs)];
  },
  weights(inputs) {
    const { size, channels } = axesOf(oneShape(inputs), 4);
    const [times = 1, ...space] = size;
    const table = (name: string, rows: number): WeightSpec => ({
      name,
      shape: [rows, channels],
      init: { kind: 'glorotUniform', fanIn: rows, fanOut: channels },
      trainable: true,
      decay: false,
    });
    return [table('time', times), table('place', sizeOf(space))];
  },
  forward({ tf, shapes }, inputs, weights) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const { size, channels } = axesOf(shape, 4);
    const [times = 1, ...space] = size;
    const batch = batchOf(x, shape);
    const time = tf.reshape(needWeight(weights, 'time'), [times, 1, channels]);
    const place = tf.reshape(needWeight(weights, 'place'), [1, sizeOf(space), channels]);
    const series = tf.reshape(x, [batch, times, sizeOf(space), channels]);
    return tf.reshape(tf.add(series, tf.add(time, place)), deviceShape(shape, batch));
  },
  toOnnx(graph, inputs, weights, _params, shapes) {
    const shape = oneShape(shapes);
    const { size, channels } = axesOf(shape, 4);
    const [times = 1, ...space] = size;
    const places = sizeOf(space);
    const [time, place] = [needWeight(weights, 'time').data, needWeight(weights, 'place').data];
    const row = places * channels;
    const sum = Float32Array.from({ length: times * row }, (_, i) => {
      const channel = i % channels;
      const at = Math.floor((i % row) / channels);
      return (time[Math.floor(i / row) * channels + channel] ?? 0) + (place[at * channels + channel] ?? 0);
    });
    const series = reshape(graph, oneInput(inputs), [-1, times, places, channels]);
    const table = graph.constant('float', [times, places, channels], sum, 'positions');
    return reshape(graph, graph.node('Add', [series, table]), onnxShape(shape));
  },
  examples: [{ inputs: [[3, 2, 1, 2, 4]], params: {} }],
};
