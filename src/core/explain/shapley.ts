/** Shapley values of one answer (shapley/contributionsOf). */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { ExplainerDef } from './explainerDef';
import {
  backgroundRows,
  coalitions,
  contributionsOf,
  label,
  ofTables,
  seed,
} from './shapley/contributionsOf';

const params = z.object({
  background: backgroundRows.default(50),
  coalitions: coalitions.default(2048),
  label,
  seed,
});

export const shapley: ExplainerDef<z.infer<typeof params>> = {
  ...ofTables,
  type: 'shapley',
  title: 'Shapley values (SHAP)',
  summary:
    'How one answer comes from the mean answer: what each column adds or takes. They add up to the answer. Columns that say the same share what they say.',
  of: 'sample',
  params,
  effort: { param: 'coalitions', of: 'coalitions', least: 64 },
  async *explain(model, { sample, background }, settings) {
    if (!sample) throw new TetradError({ code: 'internal', message: 'A row to explain is missing.' });
    const source = await background();
    return yield* contributionsOf(model, sample, source, settings);
  },
};
