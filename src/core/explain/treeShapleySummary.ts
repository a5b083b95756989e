/** Shapley values of many rows of trees (trees/treeContributionsOf). */
import { z } from 'zod';
import { permutation as orderOf } from '../random/random';
import { numbersOf } from './columns';
import type { ExplainerDef } from './explainerDef';
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
  params,
  async *explain(model, { background: read }, { rows, ...settings }) {
    const source = await read();
    const drawn = orderOf(settings.seed, 'explained', 0, source.rows).slice(0, rows).sort();
    const found = yield* treeContributionsOf(model, await source.batch(drawn), source, settings);
    return { ...found, ...numbersOf(source, drawn) };
  },
};
