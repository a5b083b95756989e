import { z } from 'zod';
import { boundsOf } from '#/core/inUse/comparison';
import { id } from '../commandSchemas';
import { whenKept } from '../inUse/keepAnswers';
import { contendersOf } from '../inUse/servedCompared';
import { between, comparison } from '../outputs/comparison';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const comparisonsList = defineCommand({
  name: 'comparisons.list',
  effect: 'reads',
  title: 'List live comparisons',
  summary:
    'Live comparisons of versions of a model, newest first: how many rows each answered, how much better the challenger is with bounds that hold at every moment, the verdict and the history.',
  unlogged: true,
  input: z.strictObject({ modelId: id }),
  output: z.array(z.object({ comparison, difference: between.optional() })),
  async run({ storage }, { modelId }) {
    found(await storage.models.get(modelId), 'model', modelId);
    await whenKept();
    // One whose version was deleted since it last answered ends here.
    await contendersOf(storage, modelId);
    return (await storage.inUse.comparisons(modelId)).map((one) => ({
      comparison: one,
      ...(one.test.difference.n >= 2 && { difference: boundsOf(one) }),
    }));
  },
});
