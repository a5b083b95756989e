import { z } from 'zod';
import { directions } from '../learners/directions';
import type { FamilyDef } from './familyDef';
import { oddShareSetting } from './oddSettings';

const params = z.strictObject({
  oddShare: oddShareSetting,
  keptShare: z.number().min(0.1).max(0.9999).default(0.9).meta({
    label: 'Variance kept',
    hint: 'As many components are kept as have this share of the variance. A row is judged by what is left over.',
  }),
  components: z.int().min(0).max(1000).default(0).meta({
    label: 'Components',
    hint: 'Exactly so many in place of a share. 0: by the share.',
  }),
});
export type PcaParams = z.infer<typeof params>;

export const pca: FamilyDef<PcaParams> = {
  type: 'pca',
  title: 'Principal components',
  summary:
    'The few directions in which rows differ most: what most columns say together, and the rows that break with it.',
  guide: {
    use: 'Many columns that move together: sensors, spectra, questionnaires. Its components are shown, and are numbers for other models.',
    cost: 'One pass over the rows and the cube of the columns; up to 1,000 columns, or rows. Runs on the processor.',
    cannot:
      'Only straight directions. A row that is extreme along a component that is kept is not odd to it.',
    source: 'Pearson 1901; Jackson and Mudholkar 1979, Control procedures for residuals',
  },
  rank: 1,
  values: ['oddness'],
  params,
  learner: directions.type,
  defaults: () => ({}),
  examples: [
    { inputShape: [4], outputWidth: 1, params: { components: 2 } },
    { inputShape: [3], outputWidth: 1, params: { keptShare: 0.8 } },
  ],
};
