import { z } from 'zod';
import { centres } from '../learners/centres';
import type { FamilyDef } from './familyDef';
import { groupCount, mostGroups } from './groupSettings';

const params = z.strictObject({
  groups: groupCount,
  mostGroups,
  starts: z.int().min(1).max(100).default(4).meta({
    label: 'Starts',
    hint: 'How often it begins anew from other rows; the best is taken.',
  }),
});
export type KMeansParams = z.infer<typeof params>;

const examples = [
  { inputShape: [4], outputWidth: 3, params: { groups: 3 } },
  { inputShape: [2], outputWidth: 2, params: { mostGroups: 4, starts: 1 } },
];

export const kMeans: FamilyDef<KMeansParams> = {
  type: 'kMeans',
  title: 'k-means',
  summary: 'Round groups about centres, and proposes how many: the first thing to try.',
  guide: {
    use: 'To divide rows into groups of like size and spread; the number of groups may be left to it.',
    cost: 'Grows with rows times groups times columns; a hundred thousand rows take seconds.',
    cannot:
      'It finds groups in anything, also where there are none; long, bent or very unequal groups it cuts in pieces.',
    source: 'Lloyd 1982; Arthur and Vassilvitskii 2007, k-means++; Hamerly 2010',
  },
  offered: 'first',
  rank: 1,
  values: ['group'],
  params,
  learner: centres.type,
  defaults: () => ({}),
  examples,
};
