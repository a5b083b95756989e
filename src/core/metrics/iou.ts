import type { MetricDef } from './metricDef';
import { overlapMeter } from './overlap';

/** Intersection over union of pixels, over all images; the mean over labels that occur, the ground among them. */
export const iou: MetricDef = {
  type: 'iou',
  title: 'IoU',
  value: 'mask',
  better: 'higher',
  meter: (labels) => overlapMeter(labels, (both, either) => both / either),
  examples: [
    // Two images, two labels: 3 of 4 and 1 of 4.
    { predicted: [2, 1, 1, 0], truth: [2, 2, 2, 2], classes: 2, expected: 0.5 },
    { predicted: [4, 0, 3], truth: [4, 0, 6], classes: 3, expected: 0.75 },
  ],
};
