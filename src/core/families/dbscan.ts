import { z } from 'zod';
import { denseRows } from '../learners/denseRows';
import type { FamilyDef } from './familyDef';

const params = z.strictObject({
  distance: z.number().min(0).max(1e6).default(0).meta({
    label: 'Distance',
    hint: 'Rows this near are neighbours, in standardised units. 0: where the distances to near rows bend.',
  }),
  leastRows: z.int().min(1).max(10_000).default(5).meta({
    label: 'Least rows',
    hint: 'With so many within the distance, itself among them, a row is the core of a group.',
  }),
});
export type DbscanParams = z.infer<typeof params>;

export const dbscan: FamilyDef<DbscanParams> = {
  type: 'dbscan',
  title: 'DBSCAN',
  summary: 'Groups of any form where rows lie dense; what lies thin is of no group.',
  guide: {
    use: 'Bent or nested groups in few columns, and where some rows belong nowhere; it needs no number of groups.',
    cost: 'Grows faster than rows, with many columns as their square: up to some ten thousand rows.',
    cannot:
      'Groups that are dense to different degrees have no one distance; with many columns everything lies thin. A new row is of the group of the nearest core row within the distance.',
    source: 'Ester, Kriegel, Sander and Xu 1996',
  },
  rank: 1,
  values: ['group'],
  params,
  learner: denseRows.type,
  defaults: () => ({}),
  examples: [{ inputShape: [4], outputWidth: 3, params: { distance: 0.5, leastRows: 4 } }],
};
