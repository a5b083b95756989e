/** Overlap of answered and true pixels by label, summed over images: `predicted` is what both are, `truth` what either is. */
import type { MetricMeter } from './metricDef';

/** `of`: what a label comes to, from pixels that both and either are; labels that neither has are left out of the mean. */
export function overlapMeter(labels: number, of: (both: number, either: number) => number): MetricMeter {
  const count = Math.max(1, labels);
  const [both, either] = [new Float64Array(count), new Float64Array(count)];
  let label = 0;
  return {
    add({ predicted, truth }) {
      for (let i = 0; i < truth.length; i++) {
        both[label] = (both[label] as number) + (predicted[i] as number);
        either[label] = (either[label] as number) + (truth[i] as number);
        label = (label + 1) % count;
      }
    },
    value() {
      const there = Array.from(either, (pixels, i) =>
        pixels > 0 ? [of(both[i] as number, pixels)] : [],
      ).flat();
      return there.length > 0 ? there.reduce((sum, value) => sum + value, 0) / there.length : undefined;
    },
  };
}
