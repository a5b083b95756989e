import { z } from 'zod';
import { boosting, quantileBoosting } from '../learners/boosting';
import { nativeSteps } from '../trees/takenFeatures';
import type { FamilyDef } from './familyDef';

const columnList = z.string().max(10_000).default('');

const params = z.strictObject({
  leaves: z.int().min(0).max(1024).default(0).meta({
    label: 'Leaves',
    hint: 'Of each tree at most. More see finer interactions, and learn by heart sooner. 0: 31 for classes, else by the number of rows, from 6 to 31.',
  }),
  depth: z.int().min(1).max(64).default(16).meta({
    label: 'Depth',
    hint: 'Questions one after the other at most.',
  }),
  leastRows: z.int().min(0).max(100_000).default(0).meta({
    label: 'Rows of a leaf',
    hint: 'So many training rows at least. 0: by the number of rows, up to 20.',
  }),
  lambda: z.number().min(0).max(1e6).default(0).meta({
    label: 'Lambda',
    hint: 'Draws what leaves answer towards nothing, against overfitting.',
  }),
  rowShare: z.number().gt(0).max(1).default(1).meta({
    label: 'Share of rows',
    hint: 'Drawn anew for each tree: below 1 is quicker, and often generalises better.',
  }),
  columnShare: z.number().gt(0).max(1).default(1).meta({
    label: 'Share of columns',
    hint: 'Drawn anew for each tree: below 1 makes trees that differ.',
  }),
  asTheyAre: z.boolean().default(true).meta({
    label: 'Columns as they are',
    hint: 'Trees ask whether a category is in a set, and learn where rows go whose value is missing. Off: categories by 0 and 1, gaps filled.',
  }),
  rising: columnList.meta({
    label: 'Rises with',
    hint: 'Names of columns, separated by commas: the answer (or the chance of the second of two labels) never falls as they grow.',
  }),
  falling: columnList.meta({
    label: 'Falls with',
    hint: 'Names of columns, separated by commas: the answer never rises as they grow.',
  }),
});
export type BoostingParams = z.infer<typeof params>;

const fewRows = 10_000;

export const boostedTrees: FamilyDef<BoostingParams> = {
  type: 'boostedTrees',
  title: 'Gradient-boosted trees',
  summary: 'Hundreds of small trees, each by what those before left over: the strongest on most tables.',
  guide: {
    use: 'Tables of some hundred rows and more, with columns of any scale and odd distributions. The one to beat there.',
    cost: 'Grows with rows times columns times trees; for many labels there is a tree for each in every round. Runs on the processor.',
    cannot:
      'It answers nothing beyond what it has seen: a trend ends with the last row. Pictures, sounds and texts are better left to networks.',
    source:
      'Friedman 2001, Greedy function approximation; by histograms and best leaf first as LightGBM, Ke et al. 2017',
  },
  rank: [1, 2],
  values: ['class', 'number', 'quantile'],
  params,
  steps: ({ asTheyAre }) => (asTheyAre ? nativeSteps : undefined),
  searched: {
    learningRate: { type: 'log', min: 0.02, max: 0.3 },
    leaves: { type: 'integer', min: 4, max: 48, log: true },
    depth: false,
    leastRows: { type: 'integer', min: 2, max: 40, log: true },
    lambda: { type: 'log', min: 0.1, max: 10 },
    columnShare: { type: 'continuous', min: 0.2, max: 1 },
  },
  learner: ({ task }) => (task === 'quantiles' ? quantileBoosting : boosting).type,
  defaults: ({ rows, task }) =>
    task === 'classification' && rows <= fewRows
      ? // A fifth of few rows says less of when to stop than it teaches: as scikit-learn has it.
        { epochs: 100, learningRate: 0.1, earlyStopping: false, allRows: true }
      : {
          epochs: 300,
          learningRate: rows < 5_000 ? 0.05 : 0.1,
          patience: rows < 5_000 ? 50 : 20,
          // Of many rows those that say when to stop are no loss.
          allRows: rows <= fewRows,
        },
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    { inputShape: [2], outputWidth: 1, params: { leaves: 4, depth: 2, leastRows: 1, lambda: 0 } },
  ],
};
