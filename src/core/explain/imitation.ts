/** A surrogate tree (imitate/growImitation). */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { ExplainerDef } from './explainerDef';

const params = z.object({
  depth: z.int().min(1).max(8).default(3).meta({
    label: 'Questions in a row',
    hint: 'At most. More follow the model better and are harder to read.',
  }),
  leafRows: z.int().min(1).max(10_000).default(5).meta({ label: 'Rows of a leaf', hint: 'At least.' }),
  rows: z
    .int()
    .min(20)
    .max(20_000)
    .default(2_000)
    .meta({ label: 'Rows at most', hint: 'Drawn by the seed; three in ten judge the tree.' }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' }),
});

export const imitation: ExplainerDef<z.infer<typeof params>> = {
  type: 'imitation',
  title: 'Tree that imitates the model',
  summary:
    'A small tree of questions about columns that answers as nearly like the model as it can, and on how many rows it was not grown from it does: it tells about the model no more than that.',
  of: 'model',
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'number', 'group', 'oddness'],
  params,
  async *explain(model, { background }, settings) {
    const { imitationOf } = await import('./imitate/imitationOf');
    const source = await background();
    if (source.rows < 10)
      throw new TetradError({
        code: 'badInput',
        message: `A tree of ${source.rows} rows says nothing; at least 10 are needed.`,
        place: 'datasetId',
        hint: 'Choose a dataset with more rows.',
      });
    return yield* imitationOf(model, source, settings);
  },
};
