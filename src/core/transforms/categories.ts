/** Counting and ordering of category texts, shared by the encoders. */
import type { GraphBuilder } from '#/core/onnx/graphBuilder';
import { missingTokens } from '../table/cellValue';
import type { StringValues } from './numberBlock';

/** By descending count; ties in code-unit order, so the same rows give the same list everywhere. */
export function countTexts(values: StringValues): { text: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const text of values.data) if (text) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Array.from(counts, ([text, count]) => ({ text, count })).sort(
    (a, b) => b.count - a.count || compareText(a.text, b.text),
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Code-unit order, but lists made only of numbers are ordered by value: 2 before 10. */
export function sortLabels(labels: Iterable<string>): string[] {
  const list = Array.from(labels);
  const numeric = list.every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
  return list.sort((a, b) => (numeric ? Number(a) - Number(b) : 0) || compareText(a, b));
}

export const indexOf = (labels: readonly string[]): Map<string, number> =>
  new Map(labels.map((label, index) => [label, index]));

/**
 * String [N,1] to int64 [N,1]: position in `labels`, `missing` for "" and the usual words for missing (the studio reads
 * them so), `unknown` for the rest.
 */
export function lookupIndex(
  graph: GraphBuilder,
  input: string,
  labels: readonly string[],
  unknown: number,
  missing: number,
): string {
  const known = new Set(labels);
  const words = ['', ...missingTokens.filter((word) => word !== '' && !known.has(word))];
  return graph.node(
    'LabelEncoder',
    [input],
    {
      keys_strings: [...labels, ...words],
      values_int64s: [...labels.map((_, index) => BigInt(index)), ...words.map(() => BigInt(missing))],
      default_int64: BigInt(unknown),
    },
    { domain: 'ai.onnx.ml', hint: 'index' },
  );
}
