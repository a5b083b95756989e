/**
 * Precision, recall and F1 of every class and their averages, as scikit-learn's classification_report with
 * zero_division=0: a class that never occurs in truth or prediction has no scores and is in no average.
 */
import { type ConfusionMatrix, countAt } from './confusionMatrix';

export interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
}

export interface ClassReport {
  /** Per class, in the order of the labels. */
  classes: (ClassScores & { support: number; predicted: number })[];
  accuracy: number;
  /** Every class weighs the same. */
  macro: ClassScores;
  /** Every row weighs the same. */
  weighted: ClassScores;
  rows: number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export function classReport(matrix: ConfusionMatrix): ClassReport {
  const indices = Array.from({ length: matrix.classes }, (_, index) => index);
  const classes = indices.map((own) => {
    const hits = countAt(matrix, own, own);
    const support = indices.reduce((sum, other) => sum + countAt(matrix, own, other), 0);
    const predicted = indices.reduce((sum, other) => sum + countAt(matrix, other, own), 0);
    return {
      precision: share(hits, predicted),
      recall: share(hits, support),
      f1: share(2 * hits, support + predicted),
      support,
      predicted,
    };
  });
  const rows = classes.reduce((sum, { support }) => sum + support, 0);
  const hits = indices.reduce((sum, own) => sum + countAt(matrix, own, own), 0);
  const seen = classes.filter(({ support, predicted }) => support + predicted > 0);
  const averaged = (weight: (entry: (typeof seen)[number]) => number): ClassScores => {
    const total = seen.reduce((sum, entry) => sum + weight(entry), 0);
    const of = (name: keyof ClassScores) =>
      share(
        seen.reduce((sum, entry) => sum + weight(entry) * entry[name], 0),
        total,
      );
    return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
  };
  return {
    classes,
    rows,
    accuracy: share(hits, rows),
    macro: averaged(() => 1),
    weighted: averaged(({ support }) => support),
  };
}
