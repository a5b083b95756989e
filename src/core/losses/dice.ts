import { z } from 'zod';
import type { LossDef } from './lossDef';
import { diceOfImages, pixelsOf } from './pixelLosses';

const params = z.strictObject({});

export const dice: LossDef<z.infer<typeof params>> = {
  type: 'dice',
  title: 'Dice',
  summary: 'How little of each label overlaps with the truth: small things weigh as much as large ones.',
  value: 'mask',
  params,
  outputWidth: (labels) => labels,
  perRow: (tf, output, target) => diceOfImages(tf, pixelsOf(tf, output, target)),
  examples: [
    // Half of the pixel: (2 · 0.5 + 1) / (1.5 + 1); the other label is not there.
    { output: [[0, 0]], target: [0], expected: 1 - 0.8 },
    { output: [[1e4, -1e4]], target: [0], expected: 0 },
    { output: [[3, 1]], target: [-1], expected: 0 },
  ],
};
