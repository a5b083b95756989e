import type { MetricDef } from './metricDef';

/**
 * 1 - residual / total sum of squares. A constant truth has no variance to explain: 1 if met exactly, else 0.
 * The total by Welford's update: no second pass, no loss of digits on values far from zero.
 */
export const r2: MetricDef = {
  type: 'r2',
  title: 'R²',
  value: 'number',
  better: 'higher',
  meter() {
    let [count, mean, residual, total] = [0, 0, 0, 0];
    return {
      add({ predicted, truth }) {
        for (let i = 0; i < truth.length; i++) {
          const real = truth[i] ?? 0;
          const off = real - mean;
          count++;
          mean += off / count;
          total += off * (real - mean);
          residual += ((predicted[i] ?? Number.NaN) - real) ** 2;
        }
      },
      value() {
        if (total === 0) return residual === 0 ? 1 : 0;
        return 1 - residual / total;
      },
    };
  },
  examples: [
    { predicted: [1, 2, 5], truth: [1, 4, 1], classes: 0, expected: 1 - 20 / 6 },
    { predicted: [2, 2], truth: [1, 3], classes: 0, expected: 0 },
    { predicted: [3, 3], truth: [3, 3], classes: 0, expected: 1 },
  ],
};
