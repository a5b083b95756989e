import { z } from 'zod';
import { likelihood } from '../learners/likelihood';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const params = z.strictObject({
  smoothing: z.number().min(1e-9).max(10).default(0.01).meta({
    label: 'Smoothing',
    hint: 'Added to every spread, as a share of the widest: more makes it less sure of itself, and of columns that hardly vary.',
  }),
});
export type BayesParams = z.infer<typeof params>;

/** A normal distribution of each value for each class: its logarithm is a sum over values and their squares. */
export const naiveBayes: FamilyDef<BayesParams> = {
  type: 'naiveBayes',
  title: 'Naive Bayes',
  summary:
    'Takes each column for itself, with a bell curve for each label: learnt in one pass, from a handful of rows.',
  guide: {
    use: 'Very few rows, very many columns, or a first guess in no time; numbers that are spread about evenly around their means.',
    cost: 'One pass over the rows. The smallest file of all but the linear model.',
    cannot:
      'It takes columns as independent: what two of them say twice counts twice, and its probabilities are too sure.',
    source: 'Duda and Hart 1973; as scikit-learn has it, GaussianNB',
  },
  offered: 'last',
  rank: [1, 2],
  values: ['class'],
  params,
  learner: likelihood.type,
  defaults: () => ({}),
  build({ inputShape, outputWidth }) {
    const list = new NodeList();
    const values = inputShape.length === 1 ? 'input' : list.add('values', 'flatten');
    list.add('squares', 'multiply', {}, [values, values]);
    list.add('both', 'concat', {}, [values, 'squares']);
    list.add('output', 'dense', { units: outputWidth, init: 'zeros' });
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    { inputShape: [6, 2], outputWidth: 2, params: { smoothing: 1e-9 } },
    { inputShape: [5, 1], outputWidth: 2, params: {} },
  ],
};
