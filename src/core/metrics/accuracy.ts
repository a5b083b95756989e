import type { MetricDef } from './metricDef';

export const accuracy: MetricDef = {
  type: 'accuracy',
  title: 'Accuracy',
  value: 'class',
  better: 'higher',
  meter() {
    let [right, count] = [0, 0];
    return {
      add({ predicted, truth }) {
        for (let i = 0; i < truth.length; i++) if (predicted[i] === truth[i]) right++;
        count += truth.length;
      },
      value: () => right / count,
    };
  },
  examples: [{ predicted: [0, 1, 2, 1], truth: [0, 1, 1, 1], classes: 3, expected: 0.75 }],
};
