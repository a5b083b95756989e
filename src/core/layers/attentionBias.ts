/**
 * What is added to the scores of attention: nothing that follows (causal), nothing that is not there (id 0), and less
 * of what is far away (ALiBi, Press et al. 2022, arXiv:2108.12409).
 */
import { castTo } from '../onnx/dtypes';
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { AttentionParams } from './attention';
import type { AttentionSizes } from './attentionSizes';
import { reshape } from './convOnnx';
import type { Ops, Tensor } from './layerDef';

/** Softmax makes nothing of it, in float32 too. */
const hidden = -1e9;

type Bias = Pick<AttentionParams, 'causal' | 'position'>;

/** How much a step away costs, by head: 2^(-8/heads), and its powers. */
const slopesOf = (heads: number): Float32Array =>
  Float32Array.from({ length: heads }, (_, head) => 2 ** ((-8 * (head + 1)) / heads));

/** `scores`: [batch, heads, tokens, tokens asked]. */
export function biased(
  tf: Ops,
  scores: Tensor,
  { tokens, asked, heads, ids: known }: AttentionSizes,
  { causal, position }: Bias,
  ids: Tensor | undefined,
): Tensor {
  let sum = scores;
  if (causal || position === 'alibi') {
    const places = (count: number) => Float32Array.from({ length: count }, (_, i) => i);
    const since = tf.sub(
      tf.tensor2d(places(tokens), [tokens, 1]),
      tf.tensor2d(places(asked.tokens), [1, asked.tokens]),
    );
    if (position === 'alibi')
      sum = tf.sub(sum, tf.mul(tf.abs(since), tf.tensor3d(slopesOf(heads), [heads, 1, 1])));
    if (causal) sum = tf.add(sum, tf.mul(tf.cast(tf.less(since, 0), 'float32'), hidden));
  }
  if (!ids) return sum;
  const there = tf.cast(tf.notEqual(tf.reshape(ids, [-1, 1, 1, known]), 0), 'float32');
  const always = asked.tokens - known;
  const all =
    always > 0
      ? tf.pad(
          there,
          [
            [0, 0],
            [0, 0],
            [0, 0],
            [0, always],
          ],
          1,
        )
      : there;
  // Not only added to: where nothing is there, all places count the same, exactly.
  return tf.add(tf.mul(sum, all), tf.mul(tf.sub(1, all), hidden));
}

export function biasedOnnx(
  graph: GraphBuilder,
  scores: string,
  { tokens, asked, heads, ids: known }: AttentionSizes,
  { causal, position }: Bias,
  ids: string | undefined,
): string {
  const table = (of: (since: number) => number) =>
    graph.constant(
      'float',
      [1, tokens, asked.tokens],
      Float32Array.from({ length: tokens * asked.tokens }, (_, i) =>
        of(Math.floor(i / asked.tokens) - (i % asked.tokens)),
      ),
      'places',
    );
  let sum = scores;
  if (position === 'alibi') {
    const slopes = graph.constant('float', [heads, 1, 1], slopesOf(heads), 'slopes');
    sum = graph.node('Sub', [sum, graph.node('Mul', [table(Math.abs), slopes])]);
  }
  if (causal) sum = graph.node('Add', [sum, table((since) => (since < 0 ? hidden : 0))]);
  if (!ids) return sum;
  const is = graph.node('Cast', [reshape(graph, ids, [-1, 1, 1, known])], { to: castTo('bool') });
  const there = graph.node('Cast', [is], { to: castTo('float') });
  const one = graph.constant('float', [], Float32Array.of(1));
  const always = BigInt(asked.tokens - known);
  const pads = graph.constant('int64', [8], BigInt64Array.of(0n, 0n, 0n, 0n, 0n, 0n, 0n, always), 'pads');
  const all = always > 0n ? graph.node('Pad', [there, pads, one]) : there;
  const absent = graph.node('Mul', [
    graph.node('Sub', [one, all]),
    graph.constant('float', [], Float32Array.of(hidden)),
  ]);
  return graph.node('Add', [graph.node('Mul', [sum, all]), absent]);
}
