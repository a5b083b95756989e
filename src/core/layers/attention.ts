/**
 * Multi-head attention (Vaswani et al. 2017, arXiv:1706.03762): every token takes of all others what it asks for. Heads
 * may share keys and values (grouped-query attention, Ainslie et al. 2023, arXiv:2305.13245). Tokens are all places of
 * an input, whatever its axes; its last axis is the channels. Inputs: what asks; what is asked, unless it is the same;
 * ids of the tokens that are asked, where 0 is no token.
 */
import { z } from 'zod';
import { deviceShape, onnxShape, batchOf } from '../arch/deviceShape';
import { biased, biasedOnnx } from './attentionBias';
import { attentionSizes, attentionSources } from './attentionSizes';
import { reshape, transpose } from './convOnnx';
import type { LayerDef, Tensor, WeightSpec } from './layerDef';
import { needWeight } from './oneInput';
import { turned, turnedOnnx } from './rotary';

const params = z.strictObject({
  heads: z.int().min(1).max(64).default(4).meta({ label: 'Heads' }),
  keyHeads: z.int().min(1).max(64).optional().meta({
    label: 'Heads of keys',
    hint: 'Fewer share keys and values among heads; as many as heads unless said.',
  }),
  causal: z
    .boolean()
    .default(false)
    .meta({ label: 'Causal', hint: 'A token sees itself and those before it, none that follow.' }),
  position: z.enum(['none', 'rotary', 'alibi']).default('none').meta({
    label: 'Positions',
    hint: 'rotary: queries and keys turn with their place. alibi: what is far away counts for less.',
  }),
});
export type AttentionParams = z.infer<typeof params>;

export const attention: LayerDef<AttentionParams> = {
  type: 'attention',
  title: 'Attention',
  summary: 'Every token looks at the others and takes what it needs.',
  params,
  inferShape(inputs, settings) {
    attentionSizes(inputs, settings);
    return [...(inputs[0] ?? [])];
  },
  weights(inputs, settings) {
    const { channels, asked, shared } = attentionSizes(inputs, settings);
    const linear = (name: string, fanIn: number, fanOut: number): WeightSpec[] => [
      {
        name,
        shape: [fanIn, fanOut],
        init: { kind: 'glorotUniform', fanIn, fanOut },
        trainable: true,
        decay: true,
      },
      { name: `${name}Bias`, shape: [fanOut], init: { kind: 'zeros' }, trainable: true, decay: false },
    ];
    return [
      ...linear('query', channels, channels),
      ...linear('key', asked.channels, shared),
      ...linear('value', asked.channels, shared),
      ...linear('output', channels, channels),
    ];
  },
  forward({ tf, shapes, show }, inputs, weights, settings) {
    const sizes = attentionSizes(shapes, settings);
    const { tokens, channels, asked, width, heads, keyHeads } = sizes;
    const { x, memory, ids } = attentionSources(inputs, shapes);
    const shape = shapes[0] ?? [];
    const batch = batchOf(x, shape);
    const project = (t: Tensor, from: number, name: string) =>
      tf.add(
        tf.matMul(tf.reshape(t, [-1, from]), needWeight(weights, name)),
        needWeight(weights, `${name}Bias`),
      );
    const split = (t: Tensor, count: number, own: number) =>
      tf.transpose(tf.reshape(t, [batch, count, own, width]), [0, 2, 1, 3]);
    const turn = (t: Tensor) => (settings.position === 'rotary' ? turned(tf, t) : t);
    const query = turn(split(project(x, channels, 'query'), tokens, heads));
    const key = turn(split(project(memory, asked.channels, 'key'), asked.tokens, keyHeads));
    const value = split(project(memory, asked.channels, 'value'), asked.tokens, keyHeads);
    // Heads that share keys lie one behind the other: as many more questions to the same keys.
    const rows = (heads / keyHeads) * tokens;
    const together = (t: Tensor, count: number, last: number) =>
      tf.reshape(t, [batch * keyHeads, count, last]);
    const likeness = tf.matMul(
      together(tf.mul(query, 1 / Math.sqrt(width)), rows, width),
      together(key, asked.tokens, width),
      false,
      true,
    );
    const scores = tf.reshape(likeness, [batch, heads, tokens, asked.tokens]);
    const shares = tf.softmax(biased(tf, scores, sizes, settings, ids));
    show?.('shares', shares);
    const seen = tf.matMul(together(shares, rows, asked.tokens), together(value, asked.tokens, width));
    const joined = tf.transpose(tf.reshape(seen, [batch, heads, tokens, width]), [0, 2, 1, 3]);
    return tf.reshape(project(joined, channels, 'output'), deviceShape(shape, batch));
  },
  /** Queries, keys, values, what was seen and its sum; scores before and after softmax and their masks. */
  keeps(settings, training, inputs) {
    const { tokens, channels, asked, heads } = attentionSizes(inputs, settings);
    const scores = (heads * asked.tokens) / channels;
    return 6 + (2 * asked.tokens) / tokens + (training ? 5 : 2) * scores;
  },
  toOnnx(graph, inputs, weights, settings, shapes) {
    const sizes = attentionSizes(shapes, settings);
    const { tokens, channels, asked, width, heads, keyHeads } = sizes;
    const { x, memory, ids } = attentionSources(inputs, shapes);
    const shape = shapes[0] ?? [];
    const own = { tokens, channels };
    const project = (value: string, from: { tokens: number; channels: number }, name: string) => {
      const kernel = needWeight(weights, name);
      const bias = needWeight(weights, `${name}Bias`);
      const product = graph.node('MatMul', [
        reshape(graph, value, [-1, from.tokens, from.channels]),
        graph.constant('float', kernel.shape, kernel.data, name),
      ]);
      return graph.node('Add', [product, graph.constant('float', bias.shape, bias.data, `${name}Bias`)]);
    };
    const split = (value: string, count: number, sets: number) =>
      transpose(graph, reshape(graph, value, [-1, count, sets, width]), [0, 2, 1, 3]);
    const turn = (value: string, count: number) =>
      settings.position === 'rotary' ? turnedOnnx(graph, value, count, width) : value;
    const query = turn(split(project(x, own, 'query'), tokens, heads), tokens);
    const key = turn(split(project(memory, asked, 'key'), asked.tokens, keyHeads), asked.tokens);
    const value = split(project(memory, asked, 'value'), asked.tokens, keyHeads);
    const rows = (heads / keyHeads) * tokens;
    const scale = graph.constant('float', [], Float32Array.of(1 / Math.sqrt(width)), 'scale');
    const likeness = graph.node('MatMul', [
      reshape(graph, graph.node('Mul', [query, scale]), [-1, keyHeads, rows, width]),
      transpose(graph, key, [0, 1, 3, 2]),
    ]);
    const scores = reshape(graph, likeness, [-1, heads, tokens, asked.tokens]);
    const shares = graph.node('Softmax', [biasedOnnx(graph, scores, sizes, settings, ids)], { axis: -1n });
    const seen = graph.node('MatMul', [reshape(graph, shares, [-1, keyHeads, rows, asked.tokens]), value]);
    const joined = transpose(graph, reshape(graph, seen, [-1, heads, tokens, width]), [0, 2, 1, 3]);
    return reshape(graph, project(joined, own, 'output'), onnxShape(shape));
  },
  examples: [
    { inputs: [[4, 6]], params: { heads: 2 } },
    { inputs: [[5, 4]], params: { heads: 1, causal: true, position: 'alibi' } },
    { inputs: [[4, 8]], params: { heads: 4, keyHeads: 2, causal: true, position: 'rotary' } },
    { inputs: [[5, 4], [5]], params: { heads: 2, position: 'alibi' }, ids: [0, 3] },
    { inputs: [[4, 4], [3]], params: { heads: 1, position: 'rotary' }, ids: [0, 2] },
    {
      inputs: [
        [3, 4],
        [5, 2],
      ],
      params: { heads: 2, keyHeads: 1 },
    },
    { inputs: [[2, 4], [3, 2], [3]], params: { heads: 2 }, ids: [0, 0, 3] },
    { inputs: [[2, 3, 4]], params: { heads: 2 } },
  ],
};
