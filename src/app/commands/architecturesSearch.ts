import { z } from 'zod';
import { mostTrials } from '#/core/protocol/sweep';
import { defineCommand } from './commandDef';
import { sweepsSubmit } from './sweepsSubmit';

export const architecturesSearch = defineCommand({
  name: 'architectures.search',
  title: 'Search for a network',
  summary:
    'As a job: trains networks that are changed step by step (deeper, wider, other kernels and blocks) within a budget, and keeps the best. Its run is that of a search: sweeps.describe says what it found.',
  effect: 'writes',
  input: sweepsSubmit.input
    .omit({
      family: true,
      familyParams: true,
      size: true,
      transfer: true,
      space: true,
      constraints: true,
      pruner: true,
      startWithStandard: true,
    })
    .extend({
      method: z
        .enum(['evolution', 'random'])
        .optional()
        .describe('evolution changes the best of a sample of the youngest; random draws each anew.'),
      trials: z.int().min(1).max(mostTrials).optional().describe('Else 60.'),
      population: z.int().min(2).max(1_000).optional().describe('The youngest that can be parents; else 16.'),
      sample: z
        .int()
        .min(1)
        .max(1_000)
        .optional()
        .describe('So many of them are drawn, the best is changed; else 5.'),
      inherit: z
        .boolean()
        .optional()
        .describe("Networks that are only wider or deeper begin with their parent's weights. Else yes."),
      mostWeights: z.int().min(1).max(1_000_000_000).optional().describe('Else 100,000.'),
      mostMemoryBytes: z.number().positive().optional().describe('What a training may hold, as estimated.'),
      mostLatencyMs: z
        .number()
        .positive()
        .optional()
        .describe('An answer to one sample, as measured here; what takes longer counts as pruned.'),
    }),
  output: sweepsSubmit.output,
  async run(services, input) {
    const { submitArchitecture } = await import('../sweeps/submitArchitecture');
    return await submitArchitecture(services, input);
  },
});
