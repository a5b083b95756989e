import { alone, type MetricDef } from './metricDef';

/** Share of the values that lie in their interval: to be beside the share that the interval promises. */
export const coverage: MetricDef = {
  type: 'coverage',
  title: 'Coverage of the interval',
  value: 'quantile',
  better: 'higher',
  meter() {
    let [inside, count] = [0, 0];
    return {
      add({ predicted, truth, levels = alone }) {
        const width = levels.length;
        for (let i = 0; i < truth.length; i++) {
          const [low, high] = [predicted[i * width] as number, predicted[(i + 1) * width - 1] as number];
          if (low <= (truth[i] as number) && (truth[i] as number) <= high) inside++;
        }
        count += truth.length;
      },
      value: () => (count === 0 ? undefined : inside / count),
    };
  },
  examples: [
    {
      predicted: [1, 2, 4, 0, 1, 2, 5, 6, 7],
      truth: [3, -1, 7],
      levels: [0.1, 0.5, 0.9],
      classes: 0,
      expected: 2 / 3,
    },
  ],
};
