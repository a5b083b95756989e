import { z } from 'zod';
import type { AugmentDef } from './augmentDef';

const params = z.strictObject({ strength: z.number().min(0).max(2) });

export const gain: AugmentDef<z.infer<typeof params>> = {
  type: 'gain',
  title: 'Gain',
  summary: 'Makes a sample stronger or weaker as a whole, around the mean of each channel in it.',
  params,
  apply(values, shape, { strength }, draw) {
    const channels = shape.at(-1) ?? 1;
    const places = values.length / channels;
    const factor = Math.exp(strength * (draw.normals(1)[0] as number));
    for (let channel = 0; channel < channels; channel++) {
      let mean = 0;
      for (let i = channel; i < values.length; i += channels) mean += (values[i] as number) / places;
      for (let i = channel; i < values.length; i += channels)
        values[i] = mean + factor * ((values[i] as number) - mean);
    }
  },
  examples: [{ shape: [9, 3], params: { strength: 0.2 } }],
};
