import { z } from 'zod';
import { comparisonWays } from '#/core/inUse/comparison';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const comparisonsPlan = defineCommand({
  name: 'comparisons.plan',
  effect: 'reads',
  title: 'Plan a comparison',
  summary:
    'How likely a live comparison (`comparisons.start` with the same `way`, `share`, `alpha`, `expectedRows`) finds a challenger that is right more often by `difference` (0.03: 3 points), by so many labelled rows: simulated with the very test of the live one. `champion` says how often the champion is right (unless told: by labels in the log, else by the rows its training held back), `apart` at how many rows only one of the two is right (unless told: as of errors that have nothing to do with each other; a replay tells it better).',
  unlogged: true,
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    way: z.enum(comparisonWays).default('shadow'),
    share: z.number().min(0.01).max(0.99).default(0.5),
    alpha: z.number().min(0.001).max(0.2).default(0.05),
    expectedRows: z.int().min(200).max(100_000).default(5_000),
    difference: z.number().gt(0).lt(1).default(0.03),
    champion: z.number().min(0).max(1).optional(),
    apart: z.number().min(0).max(1).optional(),
  }),
  output: z.object({
    rows: z.int(),
    difference: z.number(),
    champion: z.number(),
    /** Where that is known from. */
    from: z.enum(['given', 'labels', 'training']),
    apart: z.number(),
    runs: z.int(),
    chance: z.object({ share: z.number(), low: z.number(), high: z.number() }),
    wrong: z.number(),
    typicalRows: z.int().optional(),
    curve: z.array(z.object({ rows: z.int(), chance: z.number() })),
  }),
  async run({ storage }, { modelId, version, ...asked }) {
    const which = await storage.models.resolve(modelId, { number: version });
    const [{ plannedOf }, { planComparison }] = await Promise.all([
      import('../inUse/plannedOf'),
      import('#/core/inUse/planComparison'),
    ]);
    const { from, ...planned } = await plannedOf(storage, which, asked);
    const plan = await planComparison(planned, () => new Promise((resolve) => setTimeout(resolve)));
    const { rows, difference, champion, apart } = planned;
    return { rows, difference, champion, from, apart, ...plan };
  },
});
