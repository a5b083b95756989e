import { z } from 'zod';
import { localDensity } from '../learners/localDensity';
import type { FamilyDef } from './familyDef';
import { oddShareSetting } from './oddSettings';

const params = z.strictObject({
  oddShare: oddShareSetting,
  neighbours: z.int().min(1).max(200).default(20).meta({
    label: 'Neighbours',
    hint: 'A row is compared with so many of the nearest. More than the largest knot of odd rows that are alike.',
  }),
});
export type LocalParams = z.infer<typeof params>;

export const localOutlierFactor: FamilyDef<LocalParams> = {
  type: 'localOutlierFactor',
  title: 'Local outlier factor',
  summary:
    'How much thinner it is about a row than about its neighbours: finds what is odd only where it stands.',
  guide: {
    use: 'Tables of few columns whose groups are dense to different degrees, up to some ten thousand rows.',
    cost: 'Every answer looks at every row, and the exported file holds the rows.',
    cannot:
      'With many columns all rows are about as far from each other. A knot of odd rows that are alike hides itself.',
    source: 'Breunig, Kriegel, Ng and Sander 2000, LOF',
  },
  rank: 1,
  values: ['oddness'],
  params,
  learner: localDensity.type,
  defaults: () => ({}),
  examples: [{ inputShape: [4], outputWidth: 1, params: { neighbours: 5 } }],
};
