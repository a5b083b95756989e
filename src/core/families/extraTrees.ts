import { z } from 'zod';
import { extraForest } from '../learners/extraForest';
import type { FamilyDef } from './familyDef';
import { type ForestParams, forestParams, forestSearched } from './forestParams';

const params = forestParams.extend({
  bootstrap: z.boolean().default(false).meta({
    label: 'Draw rows',
    hint: 'As many as there are for each tree, some twice, some never. Off: every tree has all rows.',
  }),
});

export const extraTrees: FamilyDef<ForestParams> = {
  type: 'extraTrees',
  title: 'Extremely random trees',
  summary:
    'A forest whose questions are drawn by chance: smoother answers than a random forest, and quicker to grow.',
  guide: {
    use: 'Tables with noisy numbers, and pixels of small pictures; where a random forest does well, try it too.',
    cost: 'Quicker to grow than a random forest, but the file is larger: trees are deeper. Runs on the processor.',
    cannot:
      'It answers nothing beyond what it has seen. With many columns that mean nothing, questions by chance are wasted on them.',
    source: 'Geurts, Ernst and Wehenkel 2006, Extremely randomized trees',
  },
  rank: [1, 2],
  values: ['class', 'number'],
  params,
  searched: forestSearched,
  learner: extraForest.type,
  defaults: () => ({}),
  examples: [
    { inputShape: [4], outputWidth: 3, params: { trees: 20 } },
    { inputShape: [2], outputWidth: 1, params: { trees: 5, depth: 3 } },
  ],
};
