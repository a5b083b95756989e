import { z } from 'zod';
import { additivityError } from '#/core/explain/summarize';
import { id, rawRow } from '../commandSchemas';
import { explainedNow } from '../explainedNow';
import { defineCommand } from './commandDef';

export const explainRow = defineCommand({
  name: 'explain.row',
  effect: 'reads',
  title: 'Explain a row at once',
  summary:
    'Shapley values of the answer for one row of a table, as it is given or by its number, without a job: what each column adds to the mean answer of some background rows. With the mean they add up to the answer; `exact` says whether all sets of known columns were asked.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    row: rawRow.optional(),
    sample: z.int().min(0).optional(),
    label: z.string().optional(),
    background: z.int().min(1).max(1000).default(25),
    coalitions: z.int().min(16).max(100_000).default(256),
  }),
  output: z.object({
    measure: z.string(),
    baseValue: z.number(),
    answer: z.number(),
    columns: z.array(z.object({ name: z.string(), given: z.string(), value: z.number() })),
    additivityError: z.number(),
    exact: z.boolean(),
    coalitions: z.int(),
    background: z.int(),
    ms: z.number(),
    backend: z.string(),
  }),
  unlogged: true,
  async run(services, { label = '', background, coalitions, ...asked }) {
    const params = { label, background, coalitions };
    const { attribution, ms, backend } = await explainedNow(
      services,
      asked,
      'shapley',
      'contributions',
      params,
    );
    return {
      measure: attribution.measure,
      baseValue: attribution.baseline.value,
      answer: attribution.answers[0] as number,
      columns: attribution.names.map((name, i) => ({
        name,
        given: attribution.given[i] ?? '',
        value: attribution.values[2 * i] as number,
      })),
      additivityError: additivityError(attribution),
      exact: attribution.exact,
      coalitions: attribution.coalitions,
      background: attribution.background,
      ms,
      backend,
    };
  },
});
