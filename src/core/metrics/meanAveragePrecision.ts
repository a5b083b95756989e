import { prCurve } from '../stats/prCurve';
import { rankScores } from '../stats/rankScores';
import { exampleOfLabels } from './labelMetric';
import type { MetricDef } from './metricDef';

/** Of each label that some row has: average precision of its probabilities over the rows. In the mean mAP. */
export function averagePrecisions(
  predicted: ArrayLike<number>,
  truth: ArrayLike<number>,
  labels: number,
): number[] {
  const rows = truth.length / labels;
  return Array.from({ length: labels }, (_, label) => {
    const scores = Float64Array.from({ length: rows }, (_, row) => predicted[row * labels + label] as number);
    const there = Uint8Array.from({ length: rows }, (_, row) => truth[row * labels + label] as number);
    return prCurve(rankScores(scores, there)).averagePrecision;
  });
}

export const meanOfKnown = (values: readonly number[]): number | undefined => {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
};

export const meanAveragePrecision: MetricDef = {
  type: 'meanAveragePrecision',
  title: 'mAP',
  value: 'labels',
  better: 'higher',
  /** Ranks need all rows at once: 5 bytes a label and row. */
  meter(labels) {
    const parts: { predicted: Float32Array; truth: Uint8Array }[] = [];
    return {
      add: ({ predicted, truth }) =>
        void parts.push({ predicted: Float32Array.from(predicted), truth: Uint8Array.from(truth) }),
      value() {
        const size = parts.reduce((sum, { truth }) => sum + truth.length, 0);
        const [predicted, truth] = [new Float32Array(size), new Uint8Array(size)];
        let at = 0;
        for (const part of parts) {
          predicted.set(part.predicted, at);
          truth.set(part.truth, at);
          at += part.truth.length;
        }
        return meanOfKnown(averagePrecisions(predicted, truth, labels));
      },
    };
  },
  // Of the first label the second positive ranks below none; the third has no other rows.
  examples: [{ ...exampleOfLabels, expected: 1 }],
};
