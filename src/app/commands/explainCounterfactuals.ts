import { z } from 'zod';
import { waysOf } from '#/core/explain/summarize';
import { id, rawRow } from '../commandSchemas';
import { explainedNow } from '../explainedNow';
import { defineCommand } from './commandDef';

const cell = z.union([z.string(), z.number(), z.null()]);

export const explainCounterfactuals = defineCommand({
  name: 'explain.counterfactuals',
  effect: 'reads',
  title: 'What would have to change',
  summary:
    'The nearest rows with another answer, without a job: few columns changed, to values that real rows have, and no further than the answer needs. `wanted` is a label, or of numbers "at least 200", "at most 150", "150 to 200"; columns in `fixed` stay as they are.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    row: rawRow.optional(),
    sample: z.int().min(0).optional(),
    wanted: z.string().optional(),
    fixed: z.array(z.string()).optional(),
    count: z.int().min(1).max(20).optional(),
    rows: z.int().min(10).max(20_000).optional(),
  }),
  output: z.object({
    answer: z.string(),
    wanted: z.string(),
    ways: z.array(
      z.object({
        changes: z.array(z.object({ name: z.string(), from: cell, to: cell })),
        answer: z.string(),
        figure: z.number(),
      }),
    ),
    ms: z.number(),
    backend: z.string(),
  }),
  unlogged: true,
  async run(services, { wanted = '', fixed = [], count, rows = 1000, ...asked }) {
    const params = { wanted, fixed, rows, ...(count !== undefined && { count }) };
    const { attribution, ms, backend } = await explainedNow(
      services,
      asked,
      'counterfactuals',
      'counterfactuals',
      params,
    );
    return { answer: attribution.answer, wanted: attribution.wanted, ways: waysOf(attribution), ms, backend };
  },
});
