import { z } from 'zod';
import type { LossDef } from './lossDef';
import { natsOfImages, pixelsOf } from './pixelLosses';

const params = z.strictObject({});

export const pixelCrossEntropy: LossDef<z.infer<typeof params>> = {
  type: 'pixelCrossEntropy',
  title: 'Cross-entropy of pixels',
  summary: 'Minus the log of the probability given to the true label of each pixel, over all that count.',
  value: 'mask',
  params,
  outputWidth: (labels) => labels,
  perRow: (tf, output, target) => natsOfImages(tf, pixelsOf(tf, output, target)),
  examples: [
    { output: [[0, 0, 0]], target: [1], expected: Math.log(3) },
    {
      output: [
        [2, -1, 0.5],
        [9, 9, 0],
      ],
      target: [0, -1],
      expected: (Math.log(Math.exp(2) + Math.exp(-1) + Math.exp(0.5)) - 2) / 2,
    },
    { output: [[1e4, -1e4]], target: [1], expected: 2e4 },
  ],
};
