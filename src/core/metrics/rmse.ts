import type { MetricDef } from './metricDef';

export const rmse: MetricDef = {
  type: 'rmse',
  title: 'RMSE',
  value: 'number',
  better: 'lower',
  meter() {
    let [sum, count] = [0, 0];
    return {
      add({ predicted, truth }) {
        for (let i = 0; i < truth.length; i++) sum += ((predicted[i] ?? Number.NaN) - (truth[i] ?? 0)) ** 2;
        count += truth.length;
      },
      value: () => Math.sqrt(sum / count),
    };
  },
  examples: [{ predicted: [1, 2, 5], truth: [1, 4, 1], classes: 0, expected: Math.sqrt(20 / 3) }],
};
