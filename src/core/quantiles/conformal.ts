/**
 * The interval made to hold what it promises: conformalised quantile regression (Romano, Patterson and Candès 2019).
 * Quantiles that are learnt know the misses on rows that were learnt from, which are smaller than those to come. On the
 * validation part it shows by how much values lie beyond the ends; so far the ends are moved, which leaves the median.
 */
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { TaskSpec } from '../protocol/train';
import { coverageOf, levelsOf, medianOf } from './levels';

/** By how much the ends of an interval are moved outwards: less than nothing where it held too much. Undefined: of no values. */
export function outwardsBy(
  { levels, channels }: { levels: readonly number[]; channels: number },
  { count, truth, of }: { count: number; truth(i: number): number; of(i: number, level: number): number },
): number[] | undefined {
  const beyond: number[][] = Array.from({ length: channels }, () => []);
  for (let i = 0; i < count; i++) {
    const real = truth(i);
    const score = Math.max(of(i, 0) - real, real - of(i, levels.length - 1));
    if (Number.isFinite(score)) beyond[i % channels]?.push(score);
  }
  if (beyond.some((scores) => scores.length === 0)) return undefined;
  return beyond.map((scores) => {
    const sorted = scores.toSorted((a, b) => a - b);
    // So that of values like these the share is held in the mean over all ways to divide them.
    const rank = Math.ceil((sorted.length + 1) * coverageOf(levels));
    return sorted[Math.min(sorted.length, rank) - 1] as number;
  });
}

/** Quantiles of rows [row, level, value], channels fastest, standardised, with their ends moved. */
export function withEndsMoved(task: TaskSpec, output: Float32Array, width: number): Float32Array {
  const { outwards } = task;
  if (!outwards) return output;
  const levels = levelsOf(task);
  const each = width / levels.length;
  const middle = medianOf(levels);
  const moved = Float32Array.from(output);
  for (let at = 0; at < moved.length; at++) {
    const level = Math.floor((at % width) / each);
    if (level === middle) continue;
    const by = Math.fround(outwards[(at % each) % outwards.length] as number);
    const median = output[at + (middle - level) * each] as number;
    const value = (output[at] as number) + (level < middle ? -by : by);
    moved[at] = level < middle ? Math.min(value, median) : Math.max(value, median);
  }
  return moved;
}

/** The same in a graph: the value of [batch, levels × each] to one of [batch, levels, each]. */
export function endsMovedOnnx(graph: GraphBuilder, raw: string, task: TaskSpec, each: number): string {
  const levels = levelsOf(task);
  const ints = (...numbers: number[]) =>
    graph.constant('int64', [numbers.length], BigInt64Array.from(numbers, BigInt));
  const rows = graph.node('Reshape', [raw, ints(-1, levels.length, each)]);
  const { outwards } = task;
  if (!outwards) return rows;
  const middle = medianOf(levels);
  const by = graph.constant(
    'float',
    [each],
    Float32Array.from({ length: each }, (_, i) => outwards[i % outwards.length] as number),
    'outwards',
  );
  const cut = (from: number, to: number) => graph.node('Slice', [rows, ints(from), ints(to), ints(1)]);
  const median = cut(middle, middle + 1);
  const below = graph.node('Min', [graph.node('Sub', [cut(0, middle), by]), median]);
  const above = graph.node('Max', [graph.node('Add', [cut(middle + 1, levels.length), by]), median]);
  return graph.node('Concat', [below, median, above], { axis: 1n });
}
