/** What a run answered, judged group by group: of a class against the rest, or of numbers. */
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { TetradError } from '../protocol/errors';
import type { Segment } from '../stats/segments';
import { areClasses, type ClassPredictions } from '../tasks/classification';
import { areNumbers } from '../tasks/regression';
import { type ClassFairness, classFairness, type Group, type JudgedClass } from './classFairness';
import { type NumberFairness, numberFairness } from './numberFairness';

export type Fairness =
  | ({ kind: 'class'; label: string } & ClassFairness)
  | ({ kind: 'number' } & NumberFairness);

/** A value may be called as what has none is. */
export function groupsOf(segments: readonly Segment[]): Group[] {
  const taken = new Set(segments.flatMap(({ kind, label }) => (kind === 'value' ? [label] : [])));
  return segments.map(({ kind, label, members }) => ({
    label: kind !== 'value' && taken.has(label) ? `${label} (no value)` : label,
    members,
  }));
}

/** One class of many, as a score and a side for each row. */
export const judgedClass = (
  { labels, truth, probabilities }: Pick<ClassPredictions, 'labels' | 'truth' | 'probabilities'>,
  index: number,
): JudgedClass => ({
  scores: Float32Array.from(truth, (_, row) => probabilities[row * labels.length + index] as number),
  isPositive: Uint8Array.from(truth, (label) => (label === index ? 1 : 0)),
});

/** `index`, of the class; `thresholdOf` a group, where classes are told. */
export function fairnessOf(
  judged: ValidationPredictions,
  groups: readonly Group[],
  index: number,
  thresholdOf: (label: string) => number,
): Fairness {
  if (areClasses(judged))
    return {
      kind: 'class',
      label: judged.labels[index] as string,
      ...classFairness(judgedClass(judged, index), groups, thresholdOf),
    };
  if (areNumbers(judged)) return { kind: 'number', ...numberFairness(judged, groups) };
  throw new TetradError({
    code: 'badInput',
    message: 'Groups are compared of classifications and of numbers; this run answers something else.',
    place: 'runId',
    hint: 'Name a run that classifies, or one that predicts a number.',
  });
}
