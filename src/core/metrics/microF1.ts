import { countMeter, exampleOfLabels, f1Of } from './labelMetric';
import type { MetricDef } from './metricDef';

const sum = (values: Float64Array): number => values.reduce((all, one) => all + one, 0);

/** Over all labels of all rows at once: frequent labels weigh most. */
export const microF1: MetricDef = {
  type: 'microF1',
  title: 'F1, micro',
  value: 'labels',
  better: 'higher',
  meter: (labels) =>
    countMeter(labels, ({ hits, false: wrong, missed }) => f1Of(sum(hits), sum(wrong), sum(missed))),
  examples: [{ ...exampleOfLabels, expected: 6 / 8 }],
};
