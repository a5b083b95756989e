import type { GraphBuilder } from './graphBuilder';

/** Samples of one shape as those that a body takes: the same values, without batch, laid out otherwise where it differs. */
export function asShape(
  graph: GraphBuilder,
  value: string,
  shape: readonly number[],
  wanted: readonly number[],
): string {
  if (wanted.length === shape.length) return value;
  const sizes = BigInt64Array.from([-1, ...wanted], BigInt);
  return graph.node('Reshape', [value, graph.constant('int64', [sizes.length], sizes, 'shape')]);
}
