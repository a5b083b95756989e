import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { objective, paramValue } from '#/core/protocol/sweep';
import { importanceOf, sweepWords } from '#/core/sweeps/importance/explainSweep';
import { frontOf, ranked, trialsOf } from '#/core/sweeps/trials';
import { id } from '../commandSchemas';
import { anyNumber } from '../outputs/values';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const sweepsDescribe = defineCommand({
  name: 'sweeps.describe',
  title: 'What a search has found',
  summary:
    'Every trial with its settings and figures, the best, the front of several objectives, and how much each setting explains.',
  effect: 'reads',
  input: z.strictObject({ runId: id }),
  output: z.object({
    status: z.string(),
    method: z.string(),
    pruner: z.string(),
    planned: z.int(),
    folds: z.int().optional(),
    objectives: z.array(objective),
    trials: z.array(
      z.object({
        number: z.int(),
        state: z.enum(['running', 'complete', 'pruned', 'failed', 'stopped']),
        params: z.record(z.string(), paramValue),
        values: z.array(anyNumber).optional(),
        spread: z
          .array(anyNumber)
          .optional()
          .describe('Of each value: the standard deviation over repeats and folds.'),
        epochs: z.int(),
        seconds: z.number().optional(),
        why: z.string().optional(),
        batch: z
          .object({ asked: z.int(), taken: z.int() })
          .optional()
          .describe('There was no memory for the batch asked for.'),
        runIds: z.array(id),
      }),
    ),
    best: z.int().optional().describe('Number of the best trial.'),
    front: z.array(z.int()),
    importance: z.array(z.object({ name: z.string(), share: z.number() })).optional(),
    words: z.array(z.string()),
  }),
  async run({ storage }, { runId }) {
    const run = found(await storage.runs.get(runId), 'run', runId);
    const { sweep } = run;
    if (!sweep)
      throw new TetradError({
        code: 'badInput',
        message: `"${run.name}" is no search.`,
        place: 'runId',
        hint: 'Give the runId that sweeps.submit answered.',
      });
    const trials = trialsOf(sweep, await storage.runs.list({ parentId: runId }));
    const importance = importanceOf(sweep, trials);
    const best = ranked(sweep, trials)[0]?.number;
    return {
      status: run.status,
      method: sweep.method,
      pruner: sweep.pruner,
      planned: sweep.trials,
      ...(sweep.folds !== undefined && { folds: sweep.folds }),
      objectives: sweep.objectives,
      trials: trials.map(({ runs, reported: _reported, ...trial }) => ({
        ...trial,
        runIds: runs.map((each) => each.id),
      })),
      ...(best !== undefined && { best }),
      front: frontOf(sweep, trials).map(({ number }) => number),
      ...(importance && { importance }),
      words: sweepWords(sweep, trials, importance, (name) => name, String),
    };
  },
});
