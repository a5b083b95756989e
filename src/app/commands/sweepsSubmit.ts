import { z } from 'zod';
import { mostFolds, mostTrials, objective, paramSpec } from '#/core/protocol/sweep';
import { id } from '../commandSchemas';
import { submitSweep } from '../sweeps/submitSweep';
import { defineCommand } from './commandDef';
import { trainingSubmit } from './trainingSubmit';

export const sweepsSubmit = defineCommand({
  name: 'sweeps.submit',
  title: 'Search settings',
  summary:
    'As a job: trains trials with settings of a space (sweeps.options proposes one), chosen by a method that learns from those before, and keeps the best. As training.submit, with what is searched in space.',
  effect: 'writes',
  input: trainingSubmit.input.omit({ modelId: true, startFrom: true }).extend({
    space: z
      .record(z.string(), paramSpec)
      .describe('By setting: learningRate, optimizer.beta1, dropout or mlp.dropout.'),
    constraints: z
      .array(z.string().max(500))
      .max(50)
      .optional()
      .describe('Comparisons that trials keep: "batchSize * learningRate <= 1".'),
    method: z.string().optional().describe('grid, random, quasiRandom, tpe, gp or population; else tpe.'),
    pruner: z.string().optional().describe('none, median, asha or hyperband; else none.'),
    trials: z.int().min(1).max(mostTrials).optional().describe('Else 30, or all points of a grid.'),
    repeats: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe('Trainings of each trial, with other seeds; their mean counts. Else 1.'),
    folds: z
      .int()
      .min(2)
      .max(mostFolds)
      .optional()
      .describe(
        'Each trial is trained once for each fold of the rows, but the test rows, and judged by the mean. Else on one validation part.',
      ),
    seed: z.int().min(0).max(0xffff_ffff).optional().describe('Of the method; else that of the training.'),
    objective: z
      .union([
        z.string(),
        objective,
        z
          .array(z.union([z.string(), objective]))
          .min(1)
          .max(4),
      ])
      .optional()
      .describe(
        'A figure of the validation rows, or modelBytes, latencyMs, seconds; several give a front. Else what the task is judged by.',
      ),
    startWithStandard: z
      .boolean()
      .optional()
      .describe('The first trial is the training without a search. Else yes, but in a grid.'),
    timeLimitSeconds: z.number().positive().optional(),
    keepModels: z
      .boolean()
      .optional()
      .describe('The model of every trial is kept, else that of the best alone; figures and curves are.'),
    population: z
      .int()
      .min(2)
      .max(1000)
      .optional()
      .describe(
        'Of the method "population": so many networks learn side by side, each for as many generations as the trials allow; the epochs are those of one trial. Else the root of the trials.',
      ),
    earlierRuns: z
      .array(id)
      .max(1000)
      .optional()
      .describe(
        'Runs of the same data, target and family, or searches, that the method learns from before the first trial.',
      ),
  }),
  output: z.object({ jobId: id, runId: id, modelId: id, experimentId: id, trials: z.int() }),
  run: (services, input) => submitSweep(services, input),
});
