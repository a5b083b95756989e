/** Shapley values of many rows (shapley/contributionsOf). */
import { z } from 'zod';
import { permutation as orderOf } from '../random/random';
import { numbersOf } from './columns';
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
  rows: z.int().min(1).max(1000).default(60).meta({ label: 'Rows', hint: 'To explain, drawn by the seed.' }),
  background: backgroundRows.default(20),
  coalitions: coalitions.default(256),
  label,
  seed,
});

export const shapleySummary: ExplainerDef<z.infer<typeof params>> = {
  ...ofTables,
  type: 'shapleySummary',
  title: 'Shapley values of many rows',
  summary:
    'Which columns move answers, and which way: one point for each row and column, coloured by the value of the column.',
  of: 'model',
  params,
  effort: { param: 'rows', of: 'rows', least: 5 },
  async *explain(model, { background }, { rows, ...settings }) {
    const source = await background();
    const drawn = orderOf(settings.seed, 'explained', 0, source.rows).slice(0, rows).sort();
    const samples = await source.batch(drawn);
    const found = yield* contributionsOf(model, samples, source, settings);
    return { ...found, ...numbersOf(source, drawn) };
  },
};
