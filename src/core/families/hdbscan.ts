import { z } from 'zod';
import { denseTree } from '../learners/denseRows';
import type { FamilyDef } from './familyDef';

const params = z.strictObject({
  leastGroup: z.int().min(2).max(100_000).default(10).meta({
    label: 'Least group',
    hint: 'Fewer rows are no group.',
  }),
  leastRows: z.int().min(1).max(200).default(5).meta({
    label: 'Least rows',
    hint: 'A row is as dense as the distance to so many, itself among them. More call more rows of no group.',
  }),
});
export type HdbscanParams = z.infer<typeof params>;

export const hdbscan: FamilyDef<HdbscanParams> = {
  type: 'hdbscan',
  title: 'HDBSCAN',
  summary:
    'Groups of any form and of different density, with no distance to set; what lies thin is of no group.',
  guide: {
    use: 'As DBSCAN, where no one distance fits: it looks at all of them and keeps the groups that last.',
    cost: 'Grows with the square of rows: up to some ten thousand.',
    cannot:
      'With many columns everything lies thin. A new row is of the group of the nearest row that has one, if it lies as near as rows of training had to.',
    source: 'Campello, Moulavi and Sander 2013',
  },
  rank: 1,
  values: ['group'],
  params,
  learner: denseTree.type,
  defaults: () => ({}),
  examples: [{ inputShape: [4], outputWidth: 3, params: { leastGroup: 5 } }],
};
