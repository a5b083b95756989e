import { z } from 'zod';
import { automlPresets, leastTimeLimit } from '#/core/protocol/automl';
import { splitWays } from '#/core/protocol/train';
import { objective } from '#/core/protocol/sweep';
import { submitAutoml } from '../automl/submitAutoml';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const automlSubmit = defineCommand({
  name: 'automl.submit',
  effect: 'writes',
  title: 'Find the best model',
  summary:
    'As a job that ends on time: tries what has done well on such data, tunes what leads, judges it by folds where rows are few, and combines the best. Its run holds the leaderboard; everything that was trained is a version of one model, whose champion is what was chosen.',
  input: z.strictObject({
    datasetId: id,
    versionId: id.optional(),
    target: z.string(),
    task: z.string().optional().describe('Of training.options; else the one that the target means.'),
    features: z.array(z.string()).optional(),
    timeLimitSeconds: z
      .number()
      .min(leastTimeLimit)
      .max(7 * 24 * 3600),
    preset: z
      .enum(automlPresets)
      .optional()
      .describe(
        'balanced unless said. fast: a few families by themselves. best: all there are, and more settings.',
      ),
    objective: z
      .union([z.string(), objective])
      .optional()
      .describe('A figure of the validation rows, such as valF1; else the one that the task is judged by.'),
    mostBytes: z.number().positive().optional().describe('Of the numbers of a model that may be chosen.'),
    mostLatencyMs: z.number().positive().optional().describe('Of an answer to one sample, as measured here.'),
    training: z
      .strictObject({
        testSplit: z.number().min(0).max(0.5).optional(),
        validationSplit: z.number().gt(0).max(0.9).optional(),
        splitBy: z.enum(splitWays).optional(),
        seed: z.int().min(0).max(0xffff_ffff).optional(),
      })
      .optional()
      .describe('How rows are divided; all models alike.'),
    experimentId: id.optional(),
    name: z.string().trim().min(1).max(200).optional(),
  }),
  output: z.object({ jobId: id, runId: id, modelId: id, experimentId: id }),
  run: (services, input) => submitAutoml(services, input),
});
