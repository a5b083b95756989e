import type { MetricDef } from './metricDef';

/**
 * Share of the variance of all pixels that is right in the images made again: 1 - errors / what the mean shade errs by.
 * `predicted` is the mean squared error of each image, `truth` that of the mean shade. Images of one shade alone have
 * none to explain: 1 if met exactly, else 0.
 */
export const explained: MetricDef = {
  type: 'explained',
  title: 'Explained variance of pixels',
  value: 'pixels',
  better: 'higher',
  meter() {
    let [errors, variance] = [0, 0];
    return {
      add({ predicted, truth }) {
        for (let i = 0; i < truth.length; i++) {
          errors += predicted[i] as number;
          variance += truth[i] as number;
        }
      },
      value() {
        if (variance === 0) return errors === 0 ? 1 : 0;
        return 1 - errors / variance;
      },
    };
  },
  examples: [
    { predicted: [4, 16, 1], truth: [100, 50, 20], classes: 0, expected: 1 - 21 / 170 },
    { predicted: [0, 0], truth: [0, 0], classes: 0, expected: 1 },
    { predicted: [3], truth: [0], classes: 0, expected: 0 },
  ],
};
