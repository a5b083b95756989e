import { alone, type MetricDef } from './metricDef';

/** How far the ends of the interval lie apart, in the target's own unit. */
export const intervalWidth: MetricDef = {
  type: 'intervalWidth',
  title: 'Width of the interval',
  value: 'quantile',
  better: 'lower',
  meter() {
    let [sum, count] = [0, 0];
    return {
      add({ predicted, truth, levels = alone }) {
        const width = levels.length;
        for (let i = 0; i < truth.length; i++)
          sum += (predicted[(i + 1) * width - 1] as number) - (predicted[i * width] as number);
        count += truth.length;
      },
      value: () => (count === 0 ? undefined : sum / count),
    };
  },
  examples: [
    { predicted: [1, 2, 4, 0, 1, 2], truth: [3, -1], levels: [0.1, 0.5, 0.9], classes: 0, expected: 2.5 },
  ],
};
