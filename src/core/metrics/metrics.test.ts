import { describe, expect, it } from 'vitest';
import { measure } from './metricDef';
import { metrics } from './registry';

/** Of masks: pixels that both are, at most as many as either is. */
const poorOf: Record<string, number[]> = {
  labels: [1, 0, 0, 0, 1, 1],
  mask: [0, 0, 1, 0, 0],
  group: [0, 0, 0, 0, 0],
};

for (const metric of metrics.all) {
  describe(metric.title, () => {
    it.each(metric.examples)('%j', ({ expected, ...input }) => {
      expect(measure(metric, input)).toBeCloseTo(expected, 12);
    });

    it.each(metric.examples)(
      '%j, part by part',
      ({ expected, classes, predicted, truth, baseline, levels }) => {
        const meter = metric.meter(classes);
        const width = predicted.length / truth.length;
        const each = metric.value === 'labels' ? classes : 1;
        for (let i = 0; i < truth.length; i += each) {
          const at = [i, i + each] as const;
          meter.add({
            predicted: predicted.slice(i * width, (i + each) * width),
            truth: truth.slice(...at),
            baseline: baseline && Array.from(baseline).slice(...at),
            levels,
          });
        }
        expect(meter.value()).toBeCloseTo(expected, 12);
      },
    );

    it('prefers a perfect prediction, in the direction it says', () => {
      const truth = metric.value === 'labels' ? [0, 1, 1, 1, 0, 0] : [0, 1, 2, 1, 0];
      const of = (...predicted: number[]) =>
        measure(metric, { predicted, truth, classes: 3, baseline: [1, 2, 3, 4, 5], ...shape }) as number;
      const shape = metric.value === 'quantile' ? { levels: [0.1, 0.5, 0.9] } : {};
      const around = (...by: number[]) => truth.flatMap((value) => by.map((step) => value + step));
      const [perfect, poor] =
        metric.value === 'quantile'
          ? [of(...around(-1, 0, 1)), of(...around(1, 2, 8))]
          : [of(...truth), of(...(poorOf[metric.value] ?? [1, 1, 0, 2, 2]))];
      expect(metric.better === 'higher' ? perfect > poor : perfect < poor).toBe(true);
    });
  });
}
