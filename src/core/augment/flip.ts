import { z } from 'zod';
import type { AugmentDef } from './augmentDef';

const params = z.strictObject({ chance: z.number().min(0).max(1) });

export const flip: AugmentDef<z.infer<typeof params>> = {
  type: 'flip',
  title: 'Flip',
  summary: 'Mirrors some of the images, left to right.',
  params,
  moves: true,
  apply(values, shape, { chance }, draw) {
    if ((draw.uniforms(1)[0] as number) >= chance) return;
    const [width = 1, channels = 1] = shape.slice(-2);
    const row = width * channels;
    for (let start = 0; start < values.length; start += row)
      for (let left = 0, right = width - 1; left < right; left++, right--)
        for (let channel = 0; channel < channels; channel++) {
          const [a, b] = [start + left * channels + channel, start + right * channels + channel];
          [values[a], values[b]] = [values[b] as number, values[a] as number];
        }
  },
  examples: [{ shape: [4, 5, 3], params: { chance: 1 } }],
};
