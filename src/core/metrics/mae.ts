import type { MetricDef } from './metricDef';

export const mae: MetricDef = {
  type: 'mae',
  title: 'MAE',
  task: 'regression',
  better: 'lower',
  compute({ predicted, truth }) {
    let sum = 0;
    for (let i = 0; i < truth.length; i++) sum += Math.abs((predicted[i] ?? Number.NaN) - (truth[i] ?? 0));
    return sum / truth.length;
  },
  examples: [{ predicted: [1, 2, 5], truth: [1, 4, 1], classes: 0, expected: 2 }],
};
