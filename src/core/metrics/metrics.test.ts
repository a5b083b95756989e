import { describe, expect, it } from 'vitest';
import { measure } from './metricDef';
import { metrics } from './registry';

for (const metric of metrics.all) {
  describe(metric.title, () => {
    it.each(metric.examples)('%j', ({ expected, ...input }) => {
      expect(measure(metric, input)).toBeCloseTo(expected, 12);
    });

    it.each(metric.examples)('%j, part by part', ({ expected, classes, predicted, truth, baseline }) => {
      const meter = metric.meter(classes);
      for (let i = 0; i < truth.length; i++) {
        const at = [i, i + 1] as const;
        meter.add({
          predicted: predicted.slice(...at),
          truth: truth.slice(...at),
          baseline: baseline && Array.from(baseline).slice(...at),
        });
      }
      expect(meter.value()).toBeCloseTo(expected, 12);
    });

    it('prefers a perfect prediction, in the direction it says', () => {
      const truth = [0, 1, 2, 1, 0];
      const perfect = measure(metric, {
        predicted: truth,
        truth,
        classes: 3,
        baseline: [1, 2, 3, 4, 5],
      }) as number;
      const poor = measure(metric, {
        predicted: [1, 1, 0, 2, 2],
        truth,
        classes: 3,
        baseline: [1, 2, 3, 4, 5],
      }) as number;
      expect(metric.better === 'higher' ? perfect > poor : perfect < poor).toBe(true);
    });
  });
}
