import { countMeter, exampleOfLabels } from './labelMetric';
import type { MetricDef } from './metricDef';

/** Share of the rows whose labels are called all rightly, and no other. */
export const subsetAccuracy: MetricDef = {
  type: 'subsetAccuracy',
  title: 'Subset accuracy',
  value: 'labels',
  better: 'higher',
  meter: (labels) => countMeter(labels, ({ exact, rows }) => exact / rows),
  examples: [{ ...exampleOfLabels, expected: 0.5 }],
};
