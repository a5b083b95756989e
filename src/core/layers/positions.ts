import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import { reshape } from './convOnnx';
import type { LayerDef, WeightSpec } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  kind: z.enum(['learned', 'sinusoidal']).default('learned').meta({
    label: 'Positions',
    hint: 'learned: a vector for each place. sinusoidal: waves, nothing to learn.',
  }),
});

/** Of [times, ..., channels]: four axes have tables of their own for times and for places, fewer have one table. */
function placesOf(shape: readonly number[]): { times: number; places: number; channels: number } {
  const channels = shape.at(-1) ?? 1;
  if (shape.length < 2 || shape.length > 5)
    throw new TetradError({
      code: 'badInput',
      message: `Positions need an input of one to four axes and channels, not [${shape.join(', ')}].`,
      place: 'inputs.0',
    });
  if (shape.length < 5) return { times: sizeOf(shape.slice(0, -1)), places: 1, channels };
  return { times: shape[0] ?? 1, places: sizeOf(shape.slice(1, -1)), channels };
}

/** Pairs of sine and cosine of ever longer waves (Vaswani et al. 2017): [rows, channels]. */
function waves(rows: number, channels: number): Float32Array {
  return Float32Array.from({ length: rows * channels }, (_, i) => {
    const [row, channel] = [Math.floor(i / channels), i % channels];
    const angle = row / 10_000 ** ((2 * Math.floor(channel / 2)) / channels);
    return channel % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

export const positions: LayerDef<z.infer<typeof params>> = {
  type: 'positions',
  title: 'Positions',
  summary: 'Adds what was learnt about each time and each place: attention alone knows no order.',
  params,
  inferShape(inputs) {
    placesOf(oneShape(inputs));
    return [...oneShape(inputs)];
  },
  weights(inputs, { kind }) {
    if (kind === 'sinusoidal') return [];
    const shape = oneShape(inputs);
    const { times, places, channels } = placesOf(shape);
    const table = (name: string, rows: number): WeightSpec => ({
      name,
      shape: [rows, channels],
      init: { kind: 'glorotUniform', fanIn: rows, fanOut: channels },
      trainable: true,
      decay: false,
    });
    return shape.length < 5 ? [table('time', times)] : [table('time', times), table('place', places)];
  },
  forward({ tf, shapes }, inputs, weights, { kind }) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const { times, places, channels } = placesOf(shape);
    const batch = batchOf(x, shape);
    const table = (name: string, rows: number) =>
      kind === 'learned' ? needWeight(weights, name) : tf.tensor2d(waves(rows, channels), [rows, channels]);
    const time = tf.reshape(table('time', times), [times, 1, channels]);
    const series = tf.reshape(x, [batch, times, places, channels]);
    const all =
      shape.length < 5 ? time : tf.add(time, tf.reshape(table('place', places), [1, places, channels]));
    return tf.reshape(tf.add(series, all), deviceShape(shape, batch));
  },
  toOnnx(graph, inputs, weights, { kind }, shapes) {
    const shape = oneShape(shapes);
    const { times, places, channels } = placesOf(shape);
    const of = (name: string, rows: number) =>
      kind === 'learned' ? needWeight(weights, name).data : waves(rows, channels);
    const time = of('time', times);
    const place = shape.length < 5 ? undefined : of('place', places);
    const series = reshape(graph, oneInput(inputs), [-1, times, places, channels]);
    // Each by itself, not their sum: it is smaller, and a file can be opened again.
    const added = graph.node('Add', [series, graph.constant('float', [times, 1, channels], time, 'time')]);
    const all = place
      ? graph.node('Add', [added, graph.constant('float', [1, places, channels], place, 'place')])
      : added;
    return reshape(graph, all, onnxShape(shape));
  },
  examples: [
    { inputs: [[3, 2, 1, 2, 4]], params: {} },
    { inputs: [[5, 3]], params: {} },
    { inputs: [[2, 3, 4]], params: {} },
    { inputs: [[6, 4]], params: { kind: 'sinusoidal' } },
    { inputs: [[2, 2, 1, 2, 3]], params: { kind: 'sinusoidal' } },
  ],
};
