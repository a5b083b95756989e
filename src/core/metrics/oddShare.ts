import type { MetricDef } from './metricDef';

/** Share of rows that are called odd. `predicted` is 1 for those; there is no truth. More than was asked for: the rows differ from those of training. */
export const oddShare: MetricDef = {
  type: 'oddShare',
  title: 'Share of odd rows',
  value: 'oddness',
  better: 'lower',
  meter() {
    let [odd, count] = [0, 0];
    return {
      add({ predicted }) {
        for (let i = 0; i < predicted.length; i++) odd += predicted[i] as number;
        count += predicted.length;
      },
      value: () => (count > 0 ? odd / count : undefined),
    };
  },
  examples: [{ predicted: [1, 0, 0, 1], truth: [0, 0, 0, 0], classes: 0, expected: 0.5 }],
};
