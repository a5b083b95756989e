import { z } from 'zod';
import { epsilon, groupNormLayer } from './groupNormLayer';
import type { LayerDef } from './layerDef';

const params = z.strictObject({
  groups: z
    .int()
    .min(1)
    .max(65_536)
    .default(8)
    .meta({ label: 'Groups', hint: 'Channels of a group share their mean and spread.' }),
  epsilon,
});

export const groupNorm: LayerDef<z.infer<typeof params>> = groupNormLayer(
  {
    type: 'groupNorm',
    title: 'Group normalisation',
    summary:
      'Centres and scales groups of channels over all places of each sample; no matter how small the batch.',
    params,
    examples: [
      { inputs: [[3, 2, 4]], params: { groups: 2 } },
      { inputs: [[6]], params: { groups: 1, epsilon: 1e-3 } },
      { inputs: [[2, 3, 2, 1, 4]], params: { groups: 2 } },
      { inputs: [[5, 3]], params: { groups: 3 } },
    ],
  },
  (_shape, { groups }) => groups,
);
