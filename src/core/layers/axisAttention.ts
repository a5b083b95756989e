/**
 * Multi-head attention (Vaswani et al. 2017) along one axis of a field of tokens: every place over its times, or
 * every time over its places. One after the other they see everything at a fraction of the cost (factorised
 * attention, Arnab et al. 2021, model 3).
 */
import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import { axesOf } from './axisParams';
import { reshape, transpose } from './convOnnx';
import type { LayerDef, Tensor } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  axis: z.enum(['time', 'space']).default('time').meta({ label: 'Along' }),
  heads: z.int().min(1).max(64).default(2).meta({ label: 'Heads' }),
});
type Params = z.infer<typeof params>;

const projections = ['query', 'key', 'value', 'output'] as const;

function sizesOf(shape: readonly number[], { axis, heads }: Params) {
  const { size, channels } = axesOf(shape, 4);
  const [times = 1, ...space] = size;
  if (channels % heads !== 0)
    throw new TetradError({
      code: 'badInput',
      message: `${heads} heads do not divide ${channels} channels.`,
      place: 'params.heads',
    });
  const places = sizeOf(space);
  return { times, places, channels, width: channels / heads, length: axis === 'time' ? times : places };
}

export const axisAttention: LayerDef<Params> = {
  type: 'axisAttention',
  title: 'Attention along time or space',
  summary: 'Every token looks at the others of its place, or of its time, and takes what it needs.',
  params,
  inferShape(inputs, settings) {
    sizesOf(oneShape(inputs), settings);
    return [...oneShape(inputs)];
  },
  weights(inputs, settings) {
    const { channels } = sizesOf(oneShape(inputs), settings);
    const init = { kind: 'glorotUniform', fanIn: channels, fanOut: channels } as const;
    return projections.flatMap((name) => [
      { name, shape: [channels, channels], init, trainable: true, decay: true },
      {
        name: `${name}Bias`,
        shape: [channels],
        init: { kind: 'zeros' } as const,
        trainable: true,
        decay: false,
      },
    ]);
  },
  forward({ tf, shapes }, inputs, weights, settings) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const batch = batchOf(x, shape);
    const { times, places, channels, width, length } = sizesOf(shape, settings);
    const { axis, heads } = settings;
    const swap = (t: Tensor, a: number, b: number) =>
      axis === 'space' ? t : tf.transpose(tf.reshape(t, [batch, a, b, channels]), [0, 2, 1, 3]);
    const project = (t: Tensor, name: string) =>
      tf.add(
        tf.matMul(tf.reshape(t, [-1, channels]), needWeight(weights, name)),
        needWeight(weights, `${name}Bias`),
      );
    const tokens = swap(x, times, places);
    const [query, key, value] = (['query', 'key', 'value'] as const).map((name) => {
      const split = tf.reshape(project(tokens, name), [-1, length, heads, width]);
      return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [-1, length, width]);
    }) as [Tensor, Tensor, Tensor];
    const likeness = tf.softmax(tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(width)));
    const seen = tf.reshape(tf.matMul(likeness, value), [-1, heads, length, width]);
    const joined = project(tf.transpose(seen, [0, 2, 1, 3]), 'output');
    return tf.reshape(swap(joined, places, times), deviceShape(shape, batch));
  },
  toOnnx(graph, inputs, weights, settings, shapes) {
    const shape = oneShape(shapes);
    const { times, places, channels, width, length } = sizesOf(shape, settings);
    const { axis, heads } = settings;
    const swap = (value: string, a: number, b: number) =>
      axis === 'space' ? value : transpose(graph, reshape(graph, value, [-1, a, b, channels]), [0, 2, 1, 3]);
    const project = (value: string, name: string) => {
      const kernel = needWeight(weights, name);
      const bias = needWeight(weights, `${name}Bias`);
      const product = graph.node('MatMul', [value, graph.constant('float', kernel.shape, kernel.data, name)]);
      return graph.node('Add', [product, graph.constant('float', bias.shape, bias.data, `${name}Bias`)]);
    };
    const tokens = reshape(graph, swap(oneInput(inputs), times, places), [-1, length, channels]);
    const split = (name: string, order: readonly number[]) =>
      transpose(graph, reshape(graph, project(tokens, name), [-1, length, heads, width]), order);
    const likeness = graph.node('MatMul', [split('query', [0, 2, 1, 3]), split('key', [0, 2, 3, 1])]);
    const scale = graph.constant('float', [], Float32Array.of(1 / Math.sqrt(width)), 'scale');
    const shares = graph.node('Softmax', [graph.node('Mul', [likeness, scale])], { axis: -1n });
    const seen = graph.node('MatMul', [shares, split('value', [0, 2, 1, 3])]);
    const joined = reshape(graph, transpose(graph, seen, [0, 2, 1, 3]), [-1, length, channels]);
    return reshape(graph, swap(project(joined, 'output'), places, times), onnxShape(shape));
  },
  examples: [
    { inputs: [[3, 2, 1, 2, 4]], params: { axis: 'time', heads: 2 } },
    { inputs: [[2, 2, 2, 1, 4]], params: { axis: 'space', heads: 1 } },
  ],
};
