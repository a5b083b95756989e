import { z } from 'zod';
import type { LossDef } from './lossDef';
import { diceOfImages, natsOfImages, pixelsOf } from './pixelLosses';

const params = z.strictObject({});

export const crossEntropyDice: LossDef<z.infer<typeof params>> = {
  type: 'crossEntropyDice',
  title: 'Cross-entropy and Dice',
  summary: 'The sum of both: steady at first, and small things count in the end.',
  value: 'mask',
  params,
  outputWidth: (labels) => labels,
  perRow(tf, output, target) {
    const pixels = pixelsOf(tf, output, target);
    return tf.add(natsOfImages(tf, pixels), diceOfImages(tf, pixels));
  },
  examples: [
    { output: [[0, 0]], target: [0], expected: Math.LN2 + 1 - 0.8 },
    { output: [[1e4, -1e4]], target: [0], expected: 0 },
  ],
};
