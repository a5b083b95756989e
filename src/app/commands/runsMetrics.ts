import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';
import { metricSeries } from '../metricSeries';

export const runsMetrics = defineCommand({
  name: 'runs.metrics',
  effect: 'reads',
  title: 'Read metrics',
  summary:
    'What was logged, per epoch and as raw series: all of it, or the series of these names (runs.metricNames tells them), and nothing else is read.',
  input: z.strictObject({
    runId: id.optional(),
    jobId: id.optional(),
    names: z.array(z.string().max(500)).max(10_000).optional(),
  }),
  output: z.object({
    epochs: z.array(z.number()),
    trainLoss: z.array(z.number()),
    valLoss: z.array(z.number()),
    trainAccuracy: z.array(z.number()),
    valAccuracy: z.array(z.number()),
    learningRate: z.array(z.number()),
    epochMs: z.array(z.number()),
    series: z.array(
      z.object({
        name: z.string(),
        points: z.array(
          z.object({ step: z.number(), epoch: z.number(), value: z.number(), timestamp: z.number() }),
        ),
      }),
    ),
  }),
  async run({ storage, jobs }, input) {
    const runId = input.runId ?? (input.jobId ? (await jobs.get(input.jobId)).runId : undefined);
    if (!runId)
      throw new TetradError({
        code: 'badInput',
        message: input.jobId ? 'This job is not a training.' : 'Give runId or jobId.',
        place: input.jobId ? 'jobId' : 'runId',
        hint: 'training.submit answers with both.',
      });
    found(await storage.runs.get(runId), 'run', runId);
    return metricSeries(await storage.metrics.series(runId, input.names));
  },
});
