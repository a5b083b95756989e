import type { MetricDef } from './metricDef';

/** Mean of how well rows lie in their groups, -1 to 1 (Rousseeuw 1987). `predicted` is that of each row; there is no truth. */
export const silhouette: MetricDef = {
  type: 'silhouette',
  title: 'Silhouette',
  value: 'group',
  better: 'higher',
  meter() {
    let [sum, count] = [0, 0];
    return {
      add({ predicted }) {
        for (let i = 0; i < predicted.length; i++) {
          if (Number.isNaN(predicted[i])) continue;
          sum += predicted[i] as number;
          count++;
        }
      },
      value: () => (count > 0 ? sum / count : undefined),
    };
  },
  examples: [{ predicted: [0.5, -0.1, 0.8], truth: [0, 0, 0], classes: 0, expected: 0.4 }],
};
