import { z } from 'zod';
import type { AugmentDef } from './augmentDef';

const params = z.strictObject({ strength: z.number().min(0).max(10) });

export const noise: AugmentDef<z.infer<typeof params>> = {
  type: 'noise',
  title: 'Noise',
  summary: 'Adds noise to each value: so many standard deviations.',
  params,
  apply(values, _shape, { strength }, draw) {
    const drawn = draw.normals(values.length);
    for (let i = 0; i < values.length; i++)
      values[i] = (values[i] as number) + strength * (drawn[i] as number);
  },
  examples: [{ shape: [6, 5, 2], params: { strength: 0.1 } }],
};
