/** Shapley values of many rows of trees (trees/treeContributionsOf). */
import { z } from 'zod';
import type { ExplainerDef } from './explainerDef';
import { rowsAsked } from './rowsAsked';
import { background, label, ofTrees, seed, treeContributionsOf } from './trees/treeContributionsOf';

const params = z.object({
  rows: z
    .int()
    .min(1)
    .max(100_000)
    .default(500)
    .meta({ label: 'Rows', hint: 'To explain, drawn by the seed.' }),
  background,
  label,
  seed,
});

export const treeShapleySummary: ExplainerDef<z.infer<typeof params>> = {
  ...ofTrees,
  type: 'treeShapleySummary',
  title: 'Shapley values of trees, many rows',
  summary:
    'Exact, from the trees themselves, for thousands of rows: which columns move the score of the trees, and which way.',
  of: 'model',
  takesRows: true,
  params,
  async *explain(model, explained, { rows, ...settings }) {
    const source = await explained.background();
    const { samples, ...which } = await rowsAsked(explained, source, { rows, seed: settings.seed });
    return { ...(yield* treeContributionsOf(model, samples, source, settings)), ...which };
  },
};
