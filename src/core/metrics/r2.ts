import type { MetricDef } from './metricDef';

/** 1 - residual / total sum of squares. A constant truth has no variance to explain: 1 if met exactly, else 0. */
export const r2: MetricDef = {
  type: 'r2',
  title: 'R²',
  task: 'regression',
  better: 'higher',
  compute({ predicted, truth }) {
    let mean = 0;
    for (let i = 0; i < truth.length; i++) mean += (truth[i] ?? 0) / truth.length;
    let residual = 0;
    let total = 0;
    for (let i = 0; i < truth.length; i++) {
      residual += ((predicted[i] ?? Number.NaN) - (truth[i] ?? 0)) ** 2;
      total += ((truth[i] ?? 0) - mean) ** 2;
    }
    if (total === 0) return residual === 0 ? 1 : 0;
    return 1 - residual / total;
  },
  examples: [
    { predicted: [1, 2, 5], truth: [1, 4, 1], classes: 0, expected: 1 - 20 / 6 },
    { predicted: [2, 2], truth: [1, 3], classes: 0, expected: 0 },
    { predicted: [3, 3], truth: [3, 3], classes: 0, expected: 1 },
  ],
};
