import type { MetricDef } from './metricDef';

export const mae: MetricDef = {
  type: 'mae',
  title: 'MAE',
  value: 'number',
  better: 'lower',
  meter() {
    let [sum, count] = [0, 0];
    return {
      add({ predicted, truth }) {
        for (let i = 0; i < truth.length; i++)
          sum += Math.abs((predicted[i] ?? Number.NaN) - (truth[i] ?? 0));
        count += truth.length;
      },
      value: () => sum / count,
    };
  },
  examples: [{ predicted: [1, 2, 5], truth: [1, 4, 1], classes: 0, expected: 2 }],
};
