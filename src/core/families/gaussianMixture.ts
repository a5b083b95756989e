import { z } from 'zod';
import { normalParts } from '../learners/centres';
import type { FamilyDef } from './familyDef';
import { groupCount, mostGroups } from './groupSettings';

const params = z.strictObject({
  groups: groupCount,
  mostGroups,
  floor: z.number().min(0).max(1).default(0.001).meta({
    label: 'Least variance',
    hint: 'Added to the variance of every column in every group, in standardised units, so that no group shrinks to a point.',
  }),
});
export type MixtureParams = z.infer<typeof params>;

export const gaussianMixture: FamilyDef<MixtureParams> = {
  type: 'gaussianMixture',
  title: 'Gaussian mixture',
  summary: 'Groups of any size, spread and slant, with probabilities; the number by BIC.',
  guide: {
    use: 'Where groups are long, slanted or unequal, and columns are numbers; it says how sure it is.',
    cost: 'Grows with rows times groups times the square of columns.',
    cannot:
      'Bent groups; many columns, above all those made of categories: it needs many more rows than columns.',
    source: 'Dempster, Laird and Rubin 1977; Schwarz 1978, for the number of groups',
  },
  rank: 1,
  values: ['group'],
  params,
  learner: normalParts.type,
  defaults: () => ({}),
  examples: [{ inputShape: [4], outputWidth: 3, params: { groups: 3 } }],
};
