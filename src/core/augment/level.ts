import { z } from 'zod';
import type { AugmentDef } from './augmentDef';

const params = z.strictObject({ strength: z.number().min(0).max(10) });

export const level: AugmentDef<z.infer<typeof params>> = {
  type: 'level',
  title: 'Level',
  summary: 'Raises or lowers each channel as a whole, as a sensor that sits differently does.',
  params,
  apply(values, shape, { strength }, draw) {
    const channels = shape.at(-1) ?? 1;
    const by = draw.normals(channels);
    for (let i = 0; i < values.length; i++)
      values[i] = (values[i] as number) + strength * (by[i % channels] as number);
  },
  examples: [{ shape: [9, 3], params: { strength: 0.3 } }],
};
