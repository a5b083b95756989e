/** Shapley values of many rows (shapley/contributionsOf). */
import { z } from 'zod';
import type { ExplainerDef } from './explainerDef';
import { rowsAsked } from './rowsAsked';
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
  takesRows: true,
  params,
  effort: { param: 'rows', of: 'rows', least: 5 },
  async *explain(model, explained, { rows, ...settings }) {
    const source = await explained.background();
    const { samples, ...which } = await rowsAsked(explained, source, { rows, seed: settings.seed });
    return { ...(yield* contributionsOf(model, samples, source, settings)), ...which };
  },
};
