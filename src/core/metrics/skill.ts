import type { MetricDef } from './metricDef';
import { rmse } from './rmse';

/** 1 - RMSE / RMSE of persistence: 0 is no better than assuming that nothing changes, 1 is perfect. */
export const skill: MetricDef = {
  type: 'skill',
  title: 'Skill over persistence',
  task: 'forecast',
  better: 'higher',
  compute({ predicted, truth, classes, baseline = [] }) {
    const reference = rmse.compute({ predicted: baseline, truth, classes });
    const own = rmse.compute({ predicted, truth, classes });
    // Where nothing changes persistence is perfect: it can be met, not beaten.
    if (reference === 0) return own === 0 ? 1 : 0;
    return 1 - own / reference;
  },
  examples: [
    { predicted: [1, 2], truth: [2, 3], baseline: [0, 1], classes: 0, expected: 0.5 },
    { predicted: [4, 4], truth: [4, 4], baseline: [4, 4], classes: 0, expected: 1 },
  ],
};
