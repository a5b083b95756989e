/** What answers with several labels come to, label by label: of the page of a run, and of its report. */
import { f1Of, LabelCounts } from '../metrics/labelMetric';
import { averagePrecisions, meanOfKnown } from '../metrics/meanAveragePrecision';
import type { LabelsPredictions } from '../tasks/multiLabel';

export interface LabelFact {
  label: string;
  /** Rows that have it. */
  rows: number;
  averagePrecision: number;
  /** NaN where it is never called. */
  precision: number;
  /** NaN where no row has it. */
  recall: number;
  f1: number;
}

export interface LabelsFacts {
  byLabel: LabelFact[];
  rows: number;
  meanAveragePrecision?: number;
  microF1: number;
  macroF1: number;
  subsetAccuracy: number;
}

export function labelFacts({ labels, truth, probabilities }: LabelsPredictions): LabelsFacts {
  const counts = new LabelCounts(labels.length);
  counts.add(probabilities, truth);
  const precisions = averagePrecisions(probabilities, truth, labels.length);
  const byLabel = labels.map((label, i): LabelFact => {
    const [hits, wrong, missed] = [counts.hits[i] ?? 0, counts.false[i] ?? 0, counts.missed[i] ?? 0];
    return {
      label,
      rows: hits + missed,
      averagePrecision: precisions[i] ?? Number.NaN,
      precision: hits / (hits + wrong),
      recall: hits / (hits + missed),
      f1: f1Of(hits, wrong, missed),
    };
  });
  const sum = (values: Float64Array) => values.reduce((all, one) => all + one, 0);
  const mean = meanOfKnown(precisions);
  return {
    byLabel,
    rows: counts.rows,
    ...(mean !== undefined && { meanAveragePrecision: mean }),
    microF1: f1Of(sum(counts.hits), sum(counts.false), sum(counts.missed)),
    macroF1: byLabel.reduce((all, { f1 }) => all + f1, 0) / labels.length,
    subsetAccuracy: counts.exact / counts.rows,
  };
}
