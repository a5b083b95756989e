import { countMeter, exampleOfLabels, f1Of } from './labelMetric';
import type { MetricDef } from './metricDef';

/** Mean over the labels: each weighs the same, however rare. */
export const macroF1: MetricDef = {
  type: 'macroF1',
  title: 'F1, macro',
  value: 'labels',
  better: 'higher',
  meter: (labels) =>
    countMeter(
      labels,
      ({ hits, false: wrong, missed }) =>
        hits.reduce((sum, hit, i) => sum + f1Of(hit, wrong[i] as number, missed[i] as number), 0) / labels,
    ),
  examples: [{ ...exampleOfLabels, expected: (2 / 3 + 0 + 1) / 3 }],
};
