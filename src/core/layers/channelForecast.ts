/**
 * What comes next of each channel, linear in the channel's own past, or the logarithm of the one in that of the other:
 * the form of every classic forecast whose parameters are fixed (core/classics).
 *   u = g log(max(x + o, least)) + (1 - g) x,  v = Σ u k + b,  y = g (exp(min(v, most)) - o) + (1 - g) v
 * with g 1 where a channel is taken by its logarithm, and o what it must be raised by to be positive.
 */
import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { reshape, transpose } from './convOnnx';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  steps: z.int().min(1).max(10_000).default(1).meta({ label: 'Steps', hint: 'To forecast.' }),
});
type Params = z.infer<typeof params>;

const least = 1e-6;
const most = 30;

export const channelForecast: LayerDef<Params> = {
  type: 'channelForecast',
  title: 'Forecast by channel',
  summary: "Each channel's next steps as a weighted sum of its own past, as it is or by its logarithm.",
  params,
  inferShape: (inputs, { steps }) => [steps, ...oneShape(inputs).slice(1)],
  weights(inputs, { steps }) {
    const [times = 1, ...frame] = oneShape(inputs);
    const channels = sizeOf(frame);
    const state = { init: { kind: 'zeros' }, trainable: false, decay: false } as const;
    return [
      {
        name: 'kernel',
        shape: [channels, times, steps],
        init: { kind: 'glorotUniform', fanIn: times, fanOut: steps },
        trainable: true,
        decay: true,
      },
      { name: 'bias', shape: [channels, steps], init: { kind: 'zeros' }, trainable: true, decay: false },
      { name: 'logs', shape: [channels], ...state },
      { name: 'offset', shape: [channels], ...state },
    ];
  },
  forward({ tf, shapes }, inputs, weights, { steps }) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const [times = 1, ...frame] = shape;
    const channels = sizeOf(frame);
    const batch = batchOf(x, shape);
    const each = (name: string) => tf.reshape(needWeight(weights, name), [channels, 1, 1]);
    const [logs, offset] = [each('logs'), each('offset')];
    const plain = tf.sub(1, logs);
    const series = tf.transpose(tf.reshape(x, [batch, times, channels]), [2, 0, 1]);
    const log = tf.log(tf.maximum(tf.add(series, offset), least));
    const taken = tf.add(tf.mul(logs, log), tf.mul(plain, series));
    const sums = tf.add(
      tf.matMul(taken, needWeight(weights, 'kernel')),
      tf.reshape(needWeight(weights, 'bias'), [channels, 1, steps]),
    );
    const grown = tf.sub(tf.exp(tf.minimum(sums, most)), offset);
    const said = tf.add(tf.mul(logs, grown), tf.mul(plain, sums));
    return tf.reshape(tf.transpose(said, [1, 2, 0]), [batch, steps, ...frame]);
  },
  toOnnx(graph, inputs, weights, { steps }, shapes) {
    const [times = 1, ...frame] = oneShape(shapes);
    const channels = sizeOf(frame);
    const floats = (shape: number[], data: Float32Array, name: string) =>
      graph.constant('float', shape, data, name);
    const number = (value: number, name: string) => floats([], Float32Array.of(value), name);
    const each = (name: string) => floats([channels, 1, 1], needWeight(weights, name).data, name);
    const [logs, offset] = [each('logs'), each('offset')];
    const plain = graph.node('Sub', [number(1, 'one'), logs]);
    const mixed = (raised: string, asItIs: string) =>
      graph.node('Add', [graph.node('Mul', [logs, raised]), graph.node('Mul', [plain, asItIs])]);
    const series = transpose(graph, reshape(graph, oneInput(inputs), [-1, times, channels]), [2, 0, 1]);
    const raised = graph.node('Max', [graph.node('Add', [series, offset]), number(least, 'least')]);
    const taken = mixed(graph.node('Log', [raised]), series);
    const kernel = floats([channels, times, steps], needWeight(weights, 'kernel').data, 'kernel');
    const bias = floats([channels, 1, steps], needWeight(weights, 'bias').data, 'bias');
    const sums = graph.node('Add', [graph.node('MatMul', [taken, kernel]), bias]);
    const grown = graph.node('Exp', [graph.node('Min', [sums, number(most, 'most')])]);
    const said = mixed(graph.node('Sub', [grown, offset]), sums);
    return reshape(graph, transpose(graph, said, [1, 2, 0]), [-1, steps, ...frame]);
  },
  examples: [
    { inputs: [[4, 2]], params: { steps: 3 }, around: 5 },
    { inputs: [[5, 1]], params: {}, around: 5 },
  ],
};
