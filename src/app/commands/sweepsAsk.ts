import { z } from 'zod';
import { paramSpec, paramValue } from '#/core/protocol/sweep';
import { TetradError } from '#/core/protocol/errors';
import { samplers } from '#/core/sweeps/samplers/registry';
import { parseSpace } from '#/core/sweeps/space';
import { defineCommand } from './commandDef';

const params = z.record(z.string(), paramValue);

export const sweepsAsk = defineCommand({
  name: 'sweeps.ask',
  title: 'Ask for the next trial',
  summary:
    'What a search method would try next in a space, told the trials so far: for a search over anything that a script can judge. The same question gives the same answer; no params: nothing is left.',
  effect: 'reads',
  unlogged: true,
  input: z.strictObject({
    space: z.record(z.string(), paramSpec),
    constraints: z.array(z.string().max(500)).max(50).optional(),
    method: z.string().default('tpe'),
    population: z.int().min(2).max(1000).optional().describe('Of the method "population".'),
    seed: z.int().min(0).max(0xffff_ffff).default(0),
    trials: z
      .array(
        z.strictObject({
          params,
          state: z.enum(['running', 'complete', 'pruned', 'failed']).default('complete'),
          values: z.array(z.number()).min(1).max(4).optional().describe('Less is better.'),
        }),
      )
      .max(100_000)
      .describe('In the order they were asked for.'),
  }),
  output: z.object({
    params: params.optional(),
    from: z
      .int()
      .optional()
      .describe('The trial, from 0, whose weights the asked one goes on with: of the method "population".'),
  }),
  run: async (_services, { space, constraints, method, population, seed, trials }) => {
    for (const [at, { state, values }] of trials.entries())
      if (state === 'complete' && !values?.every(Number.isFinite))
        throw new TetradError({
          code: 'badInput',
          message: `Trial ${at + 1} is complete, and has no finite values.`,
          place: `trials.${at}.values`,
          hint: 'Give its values, or say that it failed.',
        });
    const sampler = samplers.get(method, 'method');
    const asked = {
      space: parseSpace(space, constraints),
      trials: trials.map((trial, number) => ({ number, ...trial })),
      seed,
      number: trials.length,
      population,
    };
    const answer = sampler.ask(asked);
    const from = sampler.inheritsFrom?.(asked);
    return answer ? { params: answer, ...(from !== undefined && { from }) } : {};
  },
});
