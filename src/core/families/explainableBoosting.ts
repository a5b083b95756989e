import { z } from 'zod';
import { additive } from '../learners/additive';
import { nativeSteps } from '../trees/takenFeatures';
import type { FamilyDef } from './familyDef';

const params = z.strictObject({
  pairs: z.int().min(0).max(200).default(10).meta({
    label: 'Pairs',
    hint: 'So many pairs of columns at most say something together. For numbers and two labels.',
  }),
  leaves: z.int().min(2).max(16).default(3).meta({
    label: 'Leaves',
    hint: 'Of each step of a shape.',
  }),
  leastRows: z.int().min(1).max(100_000).default(4).meta({
    label: 'Rows of a leaf',
    hint: 'So many training rows at least.',
  }),
  lambda: z.number().min(0).max(1e6).default(0).meta({
    label: 'Lambda',
    hint: 'Draws each step towards nothing, against overfitting.',
  }),
  bags: z.int().min(0).max(32).default(0).meta({
    label: 'Bags',
    hint: 'So many models of other parts of the training rows, of which each shape is the mean; how far they are apart is drawn as its band. 0: by the number of rows, from 2 to 8.',
  }),
});
export type ExplainableParams = z.infer<typeof params>;

export const explainableBoosting: FamilyDef<ExplainableParams> = {
  type: 'explainableBoosting',
  title: 'Explainable boosting',
  summary:
    'A curve for each column, which can be looked at and edited, and maps for a few pairs; often as good as trees.',
  guide: {
    use: 'Tables where every answer must be explained: what is drawn is the whole model. A curve that is wrong can be set right by hand.',
    cost: 'Grows with rows times columns times rounds, for each bag. Runs on the processor.',
    cannot:
      'Three columns that only together say something are beyond it, and so is what lies outside the values it has seen. For more than two labels it has no pairs.',
    source:
      'Lou, Caruana, Gehrke and Hooker 2013, Accurate intelligible models with pairwise interactions; as InterpretML, Nori et al. 2019',
  },
  rank: [1],
  values: ['class', 'number'],
  params,
  steps: () => nativeSteps,
  searched: {
    learningRate: { type: 'log', min: 0.01, max: 0.2 },
    leaves: { type: 'integer', min: 2, max: 6 },
    leastRows: { type: 'integer', min: 2, max: 40, log: true },
    lambda: { type: 'log', min: 0.1, max: 10 },
    pairs: { type: 'integer', min: 0, max: 20 },
    bags: false,
  },
  learner: additive.type,
  defaults: () => ({ epochs: 900, learningRate: 0.05, patience: 50 }),
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    { inputShape: [3], outputWidth: 1, params: { pairs: 2, bags: 2 } },
  ],
};
