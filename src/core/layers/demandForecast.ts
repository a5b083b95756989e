/**
 * What is asked for next of each channel whose demand comes now and then (core/classics/croston.ts), without a loop: the
 * j-th of m demands counts by α (1 - α)^(m - j), the first by (1 - α)^(m - 1), and m - j is a running count from the end.
 *   d = step(x - zero - least),  size = Σ w (x - zero),  interval = Σ w (time since the demand before)
 *   y = factor size / interval + zero, the same for all steps; zero where there is no demand
 * The intervals are added up by the distance of each demand from the window's end, which cancels least for the latest.
 */
import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { reshape, transpose } from './convOnnx';
import type { LayerDef, WeightSpec } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  steps: z.int().min(1).max(10_000).default(1).meta({ label: 'Steps', hint: 'To forecast.' }),
});
type Params = z.infer<typeof params>;

/** No interval is shorter than a step. */
const shortest = 0.5;

export const demandForecast: LayerDef<Params> = {
  type: 'demandForecast',
  title: 'Intermittent demand',
  summary: "Each channel's demand a step: its smoothed size over the smoothed time between two (Croston).",
  params,
  inferShape: (inputs, { steps }) => [steps, ...oneShape(inputs).slice(1)],
  weights(inputs) {
    const [, ...frame] = oneShape(inputs);
    const shape = [sizeOf(frame)];
    const state = (name: string, kind: 'zeros' | 'ones'): WeightSpec => ({
      name,
      shape,
      init: { kind },
      // Of these it alone is a matter of degree.
      trainable: name === 'factor',
      decay: false,
    });
    // decay: the logarithm of 1 - α.
    return [
      state('decay', 'zeros'),
      state('factor', 'ones'),
      state('zero', 'zeros'),
      state('least', 'zeros'),
    ];
  },
  forward({ tf, shapes }, inputs, weights, { steps }) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const [times = 1, ...frame] = shape;
    const channels = sizeOf(frame);
    const batch = batchOf(x, shape);
    const each = (name: string) => tf.reshape(needWeight(weights, name), [channels, 1, 1]);
    const [decay, factor, zero, least] = [each('decay'), each('factor'), each('zero'), each('least')];
    const series = tf.transpose(tf.reshape(x, [batch, times, channels]), [2, 0, 1]);
    const above = tf.sub(series, zero);
    const demand = tf.step(tf.sub(above, least));
    const after = tf.cumsum(demand, 2, true, true);
    const isLater = tf.step(tf.sub(tf.cumsum(demand, 2, true, false), 0.5));
    const alpha = tf.sub(1, tf.exp(decay));
    const counts = tf.mul(demand, tf.exp(tf.mul(decay, after)));
    const own = tf.mul(counts, tf.add(tf.sub(1, isLater), tf.mul(isLater, alpha)));
    const isBefore = tf.step(tf.sub(after, 0.5));
    const next = tf.mul(tf.mul(demand, isBefore), tf.mul(alpha, tf.exp(tf.mul(decay, tf.sub(after, 1)))));
    const sum = (values: typeof own) => tf.sum(values, 2, true);
    const distance = tf.tensor3d(distances(times), [1, 1, times]);
    const first = tf.mul(sum(tf.mul(own, tf.sub(1, isLater))), times);
    const interval = tf.add(first, sum(tf.mul(tf.sub(next, own), distance)));
    const rate = tf.div(sum(tf.mul(own, above)), tf.maximum(interval, shortest));
    const said = tf.tile(tf.add(tf.mul(factor, rate), zero), [1, 1, steps]);
    return tf.reshape(tf.transpose(said, [1, 2, 0]), [batch, steps, ...frame]);
  },
  toOnnx(graph, inputs, weights, { steps }, shapes) {
    const [times = 1, ...frame] = oneShape(shapes);
    const channels = sizeOf(frame);
    const floats = (shape: number[], data: Float32Array, name: string) =>
      graph.constant('float', shape, data, name);
    const number = (value: number, name: string) => floats([], Float32Array.of(value), name);
    const op = (type: string, ...of: string[]) => graph.node(type, of);
    const each = (name: string) => floats([channels, 1, 1], needWeight(weights, name).data, name);
    const [decay, factor, zero, least] = [each('decay'), each('factor'), each('zero'), each('least')];
    const [one, half] = [number(1, 'one'), number(0.5, 'half')];
    const step = (value: string, from: string) =>
      graph.node('Cast', [op('Greater', value, from)], { to: 1n });
    const last = graph.constant('int64', [], BigInt64Array.of(2n), 'time');
    const running = (of: string, reverse: bigint) =>
      graph.node('CumSum', [of, last], { exclusive: 1n, reverse });
    const sum = (of: string) =>
      graph.node('ReduceSum', [of, graph.constant('int64', [1], BigInt64Array.of(2n), 'times')], {
        keepdims: 1n,
      });
    const series = transpose(graph, reshape(graph, oneInput(inputs), [-1, times, channels]), [2, 0, 1]);
    const above = op('Sub', series, zero);
    const demand = step(above, least);
    const after = running(demand, 1n);
    const isLater = step(running(demand, 0n), half);
    const isFirst = op('Sub', one, isLater);
    const alpha = op('Sub', one, op('Exp', decay));
    const counts = op('Mul', demand, op('Exp', op('Mul', decay, after)));
    const own = op('Mul', counts, op('Add', isFirst, op('Mul', isLater, alpha)));
    const faded = op('Mul', alpha, op('Exp', op('Mul', decay, op('Sub', after, one))));
    const next = op('Mul', op('Mul', demand, step(after, half)), faded);
    const distance = floats([1, 1, times], distances(times), 'distance');
    const first = op('Mul', sum(op('Mul', own, isFirst)), number(times, 'times'));
    const interval = op('Add', first, sum(op('Mul', op('Sub', next, own), distance)));
    const rate = op('Div', sum(op('Mul', own, above)), op('Max', interval, number(shortest, 'shortest')));
    const said = op('Add', op('Mul', factor, rate), zero);
    const all = graph.constant('int64', [3], BigInt64Array.of(1n, 1n, BigInt(steps)), 'steps');
    return reshape(graph, transpose(graph, op('Tile', said, all), [1, 2, 0]), [-1, steps, ...frame]);
  },
  examples: [
    { inputs: [[4, 2]], params: { steps: 3 }, around: 5 },
    { inputs: [[5, 1]], params: {}, around: 5 },
  ],
};

/** Of each time from the window's end. */
const distances = (times: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: times }, (_, t) => times - (t + 1));
