import { z } from 'zod';
import { oneTree } from '../learners/oneTree';
import type { FamilyDef } from './familyDef';
import { treeLimits } from './forestParams';

const params = z.strictObject({
  ...treeLimits,
  pruning: z.enum(['folds', 'alpha']).default('folds').meta({
    label: 'Pruning',
    hint: 'folds: cut back as far as five folds of the training rows say is best. alpha: by the number below.',
  }),
  alpha: z.number().min(0).max(1e6).default(0).meta({
    label: 'Alpha',
    hint: 'What a leaf must be worth at least, as a fall of impurity over all rows. 0: nothing is cut.',
  }),
});
export type TreeParams = z.infer<typeof params>;

export const decisionTree: FamilyDef<TreeParams> = {
  type: 'decisionTree',
  title: 'Decision tree',
  summary: 'Questions with yes or no that anybody can read and follow: the model that explains itself.',
  guide: {
    use: 'When people must see why: rules of a few questions, drawn on the page of the model.',
    cost: 'Grown in a moment, answers in no time, a file of some kilobytes. Runs on the processor.',
    cannot:
      'Forests and boosted trees of the same rows answer better. A few other rows can make another tree.',
    source: 'Breiman, Friedman, Olshen and Stone 1984, Classification and regression trees',
  },
  rank: [1, 2],
  values: ['class', 'number'],
  params,
  learner: oneTree.type,
  defaults: () => ({}),
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    { inputShape: [2], outputWidth: 1, params: { depth: 2, pruning: 'alpha' } },
  ],
};
