import { describe, expect, it } from 'vitest';
import { metrics } from './registry';

for (const metric of metrics.all) {
  describe(metric.title, () => {
    it.each(metric.examples)('%j', ({ expected, ...input }) => {
      expect(metric.compute(input)).toBeCloseTo(expected, 12);
    });

    it('prefers a perfect prediction, in the direction it says', () => {
      const truth = [0, 1, 2, 1, 0];
      const perfect = metric.compute({
        predicted: truth,
        truth,
        classes: 3,
        baseline: [1, 2, 3, 4, 5],
      }) as number;
      const poor = metric.compute({
        predicted: [1, 1, 0, 2, 2],
        truth,
        classes: 3,
        baseline: [1, 2, 3, 4, 5],
      }) as number;
      expect(metric.better === 'higher' ? perfect > poor : perfect < poor).toBe(true);
    });
  });
}
