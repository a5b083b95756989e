/** Token ids enter an exported file; what the network takes of them comes out. */
import type { GraphBuilder, OnnxShape } from '../onnx/graphBuilder';
import { bagWidth, type FittedText } from './fittedText';
import { specialTokens } from './fittedTokenizer';

/** The value that the network begins with, of the input `tokens`. */
export function textToOnnx(graph: GraphBuilder, fitted: FittedText, tokens: string): string {
  if (fitted.form !== 'bag') return tokens;
  const width = bagWidth(fitted.tokenizer);
  const counts = graph.node(
    'TfIdfVectorizer',
    [tokens],
    {
      mode: 'TF',
      min_gram_length: 1n,
      max_gram_length: 1n,
      max_skip_count: 0n,
      ngram_counts: [0n],
      ngram_indexes: Array.from({ length: width }, (_, i) => BigInt(i)),
      pool_int64s: Array.from({ length: width }, (_, i) => BigInt(i + specialTokens.length)),
    },
    { hint: 'counts' },
  );
  if (!fitted.idf) return counts;
  const one = graph.constant('float', [], Float32Array.of(1));
  // 1 + ln(count) where the token stands, 0 where it does not.
  const there = graph.node('Min', [counts, one]);
  const grown = graph.node('Add', [there, graph.node('Log', [graph.node('Max', [counts, one])])]);
  const weights = graph.constant('float', [width], Float32Array.from(fitted.idf), 'idf');
  const weighed = graph.node('Mul', [grown, weights]);
  const squares = graph.node('ReduceSum', [
    graph.node('Mul', [weighed, weighed]),
    graph.constant('int64', [1], BigInt64Array.of(1n)),
  ]);
  const least = graph.constant('float', [], Float32Array.of(1e-12));
  const norm = graph.node('Sqrt', [graph.node('Max', [squares, least])]);
  return graph.node('Div', [weighed, norm], {}, { hint: 'tfidf' });
}

export const tokensShape = (fitted: FittedText, batch: OnnxShape[number]): OnnxShape => [
  batch,
  fitted.form === 'bag' ? 'tokens' : fitted.length,
];
