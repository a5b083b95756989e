import { forest } from '../learners/forest';
import type { FamilyDef } from './familyDef';
import { type ForestParams, forestParams, forestSearched } from './forestParams';

export const randomForest: FamilyDef<ForestParams> = {
  type: 'randomForest',
  title: 'Random forest',
  summary: 'A hundred deep trees that vote: good at once with nothing to set, and hard to spoil.',
  guide: {
    use: 'Tables of some hundred rows and more, when there is no time to tune; a sturdy second opinion beside boosted trees.',
    cost: 'Grows with rows times trees; the file holds all trees, some megabytes for many rows. Runs on the processor.',
    cannot:
      'It answers nothing beyond what it has seen: a trend ends with the last row. Many columns that mean nothing hide the few that do.',
    source: 'Breiman 2001, Random forests',
  },
  rank: [1, 2],
  values: ['class', 'number'],
  params: forestParams,
  searched: forestSearched,
  learner: forest.type,
  defaults: () => ({}),
  examples: [
    { inputShape: [4], outputWidth: 3, params: { trees: 20 } },
    { inputShape: [2], outputWidth: 1, params: { trees: 5, depth: 3, bootstrap: false, columnShare: 0.5 } },
  ],
};
