import { z } from 'zod';
import { isolation } from '../learners/isolation';
import type { FamilyDef } from './familyDef';
import { oddShareSetting } from './oddSettings';

const params = z.strictObject({
  oddShare: oddShareSetting,
  trees: z.int().min(1).max(2000).default(100).meta({
    label: 'Trees',
    hint: 'More make scores steadier.',
  }),
  rowsPerTree: z.int().min(2).max(100_000).default(256).meta({
    label: 'Rows per tree',
    hint: 'Each tree is grown of so many rows, drawn at random: few show odd ones best.',
  }),
});
export type IsolationParams = z.infer<typeof params>;

export const isolationForest: FamilyDef<IsolationParams> = {
  type: 'isolationForest',
  title: 'Isolation forest',
  summary: 'How few questions at random set a row apart: quick with any number of rows and columns.',
  guide: {
    use: 'The first thing to try for odd rows, in tables of any size.',
    cost: 'Hardly grows with rows: a tree sees a few hundred. Runs on the processor.',
    cannot:
      'Rows that are odd only beside their neighbours, or in how columns go together, it may miss; it says nothing of why.',
    source: 'Liu, Ting and Zhou 2008, Isolation forest',
  },
  offered: 'first',
  rank: 1,
  values: ['oddness'],
  params,
  learner: isolation.type,
  defaults: () => ({}),
  examples: [
    { inputShape: [4], outputWidth: 1, params: {} },
    { inputShape: [2], outputWidth: 1, params: { trees: 10, oddShare: 0.1 } },
  ],
};
