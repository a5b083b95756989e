import type { MetricDef } from './metricDef';

/**
 * 1 - RMSE / RMSE of persistence: 0 is no better than assuming that nothing changes, 1 is perfect. Both over the
 * values of which the last is known.
 */
export const skill: MetricDef = {
  type: 'skill',
  title: 'Skill over persistence',
  value: 'number',
  needsBaseline: true,
  better: 'higher',
  meter() {
    let [count, own, reference] = [0, 0, 0];
    return {
      add({ predicted, truth, baseline = [] }) {
        for (let i = 0; i < truth.length; i++) {
          const last = baseline[i] ?? Number.NaN;
          if (Number.isNaN(last)) continue;
          const real = truth[i] ?? 0;
          count++;
          own += ((predicted[i] ?? Number.NaN) - real) ** 2;
          reference += (last - real) ** 2;
        }
      },
      value() {
        if (count === 0) return undefined;
        // Where nothing changes persistence is perfect: it can be met, not beaten.
        if (reference === 0) return own === 0 ? 1 : 0;
        return 1 - Math.sqrt(own / reference);
      },
    };
  },
  examples: [
    { predicted: [1, 2], truth: [2, 3], baseline: [0, 1], classes: 0, expected: 0.5 },
    {
      predicted: [1, 2, 9],
      truth: [2, 3, 0],
      baseline: [0, 1, Number.NaN],
      classes: 0,
      expected: 0.5,
    },
    { predicted: [4, 4], truth: [4, 4], baseline: [4, 4], classes: 0, expected: 1 },
  ],
};
