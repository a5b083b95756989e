import type { MetricDef } from './metricDef';

/** Mean over the classes that occur in truth or prediction, each weighing the same. */
export const f1: MetricDef = {
  type: 'f1',
  title: 'F1 (macro)',
  value: 'class',
  better: 'higher',
  meter(classes) {
    const hits = new Float64Array(classes);
    const occurrences = new Float64Array(classes);
    return {
      add({ predicted, truth }) {
        for (let i = 0; i < truth.length; i++) {
          const guess = predicted[i] ?? 0;
          const real = truth[i] ?? 0;
          if (guess === real) hits[real] = (hits[real] ?? 0) + 1;
          occurrences[guess] = (occurrences[guess] ?? 0) + 1;
          occurrences[real] = (occurrences[real] ?? 0) + 1;
        }
      },
      value() {
        let sum = 0;
        let present = 0;
        for (let i = 0; i < classes; i++) {
          const seen = occurrences[i] ?? 0;
          if (seen === 0) continue;
          present++;
          sum += (2 * (hits[i] ?? 0)) / seen;
        }
        return sum / present;
      },
    };
  },
  examples: [
    // Class 0: 2*1/(1+1) = 1. Class 1: 2*2/(2+3) = 0.8. Class 2: 0/(1+0) = 0.
    { predicted: [0, 1, 2, 1], truth: [0, 1, 1, 1], classes: 3, expected: 0.6 },
    { predicted: [0, 1], truth: [0, 1], classes: 5, expected: 1 },
  ],
};
