import type { MetricDef } from './metricDef';

/** Of images: `predicted` is the mean squared error of each. In shades of 0 to 255. */
export const pixelRmse: MetricDef = {
  type: 'pixelRmse',
  title: 'RMSE of pixels',
  value: 'pixels',
  better: 'lower',
  meter() {
    let [sum, images] = [0, 0];
    return {
      add({ predicted }) {
        for (let i = 0; i < predicted.length; i++) sum += predicted[i] as number;
        images += predicted.length;
      },
      value: () => (images > 0 ? Math.sqrt(sum / images) : undefined),
    };
  },
  examples: [{ predicted: [4, 16, 1], truth: [100, 50, 20], classes: 0, expected: Math.sqrt(7) }],
};
