import { z } from 'zod';
import { epsilon, groupNormLayer } from './groupNormLayer';
import type { LayerDef } from './layerDef';

const params = z.strictObject({ epsilon });

export const instanceNorm: LayerDef<z.infer<typeof params>> = groupNormLayer(
  {
    type: 'instanceNorm',
    title: 'Instance normalisation',
    summary: 'Centres and scales each channel over the places of each sample: contrast and brightness go.',
    params,
    examples: [
      { inputs: [[3, 2, 4]], params: {} },
      { inputs: [[4, 2, 2, 1, 2]], params: { epsilon: 1e-3 } },
    ],
  },
  (shape) => shape.at(-1) ?? 1,
);
