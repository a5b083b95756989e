import { meanPinball } from '../quantiles/levels';
import { alone, type MetricDef } from './metricDef';

/** Mean over values and quantiles, in the target's own unit: low where they are both sharp and true. */
export const pinball: MetricDef = {
  type: 'pinball',
  title: 'Pinball loss',
  value: 'quantile',
  better: 'lower',
  meter() {
    let [sum, count] = [0, 0];
    return {
      add({ predicted, truth, levels = alone }) {
        for (let i = 0; i < truth.length; i++)
          sum += meanPinball(truth[i] as number, predicted, levels, i * levels.length);
        count += truth.length;
      },
      value: () => (count === 0 ? undefined : sum / count),
    };
  },
  examples: [
    {
      predicted: [1, 2, 4, 0, 1, 2],
      truth: [3, -1],
      levels: [0.1, 0.5, 0.9],
      classes: 0,
      expected: ((0.1 * 2 + 0.5 + 0.1) / 3 + (0.9 + 0.5 * 2 + 0.1 * 3) / 3) / 2,
    },
  ],
};
