import type { MetricDef } from './metricDef';

export const rmse: MetricDef = {
  type: 'rmse',
  title: 'RMSE',
  task: 'regression',
  better: 'lower',
  compute({ predicted, truth }) {
    let sum = 0;
    for (let i = 0; i < truth.length; i++) sum += ((predicted[i] ?? Number.NaN) - (truth[i] ?? 0)) ** 2;
    return Math.sqrt(sum / truth.length);
  },
  examples: [{ predicted: [1, 2, 5], truth: [1, 4, 1], classes: 0, expected: Math.sqrt(20 / 3) }],
};
