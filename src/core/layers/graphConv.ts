/**
 * Convolution over a graph (Kipf and Welling 2017, arXiv:1609.02907): every node takes the sum of itself and of those it has
 * edges to, each divided by the roots of both degrees, and what is learnt is one matrix for all nodes. Inputs: nodes with
 * their channels, and how strong an edge joins each pair (0: none); an edge below zero counts by its size as a degree.
 */
import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { TetradError } from '../protocol/errors';
import type { LayerDef } from './layerDef';
import { needWeight } from './oneInput';
import { twoInputs } from './twoInputs';

const params = z.strictObject({
  units: z
    .int()
    .min(1)
    .max(4096)
    .default(16)
    .meta({ label: 'Units', hint: 'Numbers of each node behind it.' }),
});

function sizes(inputs: readonly number[][]): { nodes: number; channels: number } {
  const [features, edges] = twoInputs(inputs);
  const [nodes = 0, channels = 0] = features;
  if (features.length === 2 && edges.length === 2 && edges.every((size) => size === nodes))
    return { nodes, channels };
  throw new TetradError({
    code: 'badInput',
    message: `Nodes of shape [${features.join(', ')}] need edges of shape [${features[0] ?? 0}, ${features[0] ?? 0}], not [${edges.join(', ')}].`,
    place: 'inputs.1',
  });
}

export const graphConv: LayerDef<z.infer<typeof params>> = {
  type: 'graphConv',
  title: 'Graph convolution',
  summary: 'Each node of a graph learns from itself and its neighbours, all by the same matrix.',
  params,
  inferShape: (inputs, { units }) => [sizes(inputs).nodes, units],
  weights(inputs, { units }) {
    const { channels } = sizes(inputs);
    return [
      {
        name: 'kernel',
        shape: [channels, units],
        init: { kind: 'glorotUniform', fanIn: channels, fanOut: units },
        trainable: true,
        decay: true,
      },
      { name: 'bias', shape: [units], init: { kind: 'zeros' }, trainable: true, decay: false },
    ];
  },
  forward({ tf, shapes }, inputs, weights, { units }) {
    const [x, edges] = twoInputs(inputs);
    const { nodes, channels } = sizes(shapes);
    const batch = batchOf(x, [nodes, channels]);
    // The kernel first: it makes rows shorter, mostly.
    const kernel = needWeight(weights, 'kernel');
    const made = tf.reshape(tf.matMul(tf.reshape(x, [-1, channels]), kernel), [batch, nodes, units]);
    const root = tf.rsqrt(tf.add(tf.sum(tf.abs(edges), 2, true), 1));
    const sent = tf.mul(made, root);
    const taken = tf.mul(tf.add(tf.matMul(edges, sent), sent), root);
    return tf.add(taken, needWeight(weights, 'bias'));
  },
  keeps: (_params, training) => (training ? 7 : 4),
  toOnnx(graph, inputs, weights, _params, shapes) {
    const [x, edges] = twoInputs(inputs);
    sizes(shapes);
    const constant = (name: string) => {
      const { shape, data } = needWeight(weights, name);
      return graph.constant('float', shape, data, name);
    };
    const last = graph.constant('int64', [1], BigInt64Array.of(2n), 'axis');
    const degrees = graph.node('ReduceSum', [graph.node('Abs', [edges]), last], { keepdims: 1n });
    const itself = graph.constant('float', [], Float32Array.of(1), 'itself');
    const root = graph.node('Sqrt', [graph.node('Add', [degrees, itself])]);
    const sent = graph.node('Div', [graph.node('MatMul', [x, constant('kernel')]), root]);
    const taken = graph.node('Div', [graph.node('Add', [graph.node('MatMul', [edges, sent]), sent]), root]);
    return graph.node('Add', [taken, constant('bias')]);
  },
  examples: [
    {
      inputs: [
        [4, 3],
        [4, 4],
      ],
      params: { units: 2 },
    },
    {
      inputs: [
        [1, 2],
        [1, 1],
      ],
      params: { units: 3 },
    },
    {
      inputs: [
        [6, 1],
        [6, 6],
      ],
      params: { units: 5 },
    },
  ],
};
