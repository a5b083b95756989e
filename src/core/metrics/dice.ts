import type { MetricDef } from './metricDef';
import { overlapMeter } from './overlap';

/** Twice the common pixels by those of the answer and of the truth, over all images; the mean over labels that occur. */
export const dice: MetricDef = {
  type: 'dice',
  title: 'Dice',
  value: 'mask',
  better: 'higher',
  meter: (labels) => overlapMeter(labels, (both, either) => (2 * both) / (both + either)),
  examples: [
    { predicted: [2, 1, 1, 0], truth: [2, 2, 2, 2], classes: 2, expected: (6 / 7 + 2 / 5) / 2 },
    { predicted: [4, 0, 3], truth: [4, 0, 6], classes: 3, expected: (1 + 2 / 3) / 2 },
  ],
};
