/** Shapley values of one answer of trees (trees/treeContributionsOf). */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { ExplainerDef } from './explainerDef';
import { background, label, ofTrees, seed, treeContributionsOf } from './trees/treeContributionsOf';

const params = z.object({ background, label, seed });

export const treeShapley: ExplainerDef<z.infer<typeof params>> = {
  ...ofTrees,
  type: 'treeShapley',
  title: 'Shapley values of trees',
  summary:
    'Exact, from the trees themselves: what each column adds to one answer. Of boosted trees it is their score (the log-odds of a label), which adds up; of forests the probability.',
  of: 'sample',
  params,
  async *explain(model, { sample, background: read }, settings) {
    if (!sample) throw new TetradError({ code: 'internal', message: 'A row to explain is missing.' });
    return yield* treeContributionsOf(model, sample, await read(), settings);
  },
};
