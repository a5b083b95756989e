import type { MetricDef } from './metricDef';

export const accuracy: MetricDef = {
  type: 'accuracy',
  title: 'Accuracy',
  task: 'classification',
  better: 'higher',
  compute({ predicted, truth }) {
    let right = 0;
    for (let i = 0; i < truth.length; i++) if (predicted[i] === truth[i]) right++;
    return right / truth.length;
  },
  examples: [{ predicted: [0, 1, 2, 1], truth: [0, 1, 1, 1], classes: 3, expected: 0.75 }],
};
