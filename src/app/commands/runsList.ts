import { z } from 'zod';
import { maxQueryLength } from '#/core/runs/query/tokenizeQuery';
import { id } from '../commandSchemas';
import { listRuns } from '../listRuns';
import { run } from '../outputs/run';
import { defineCommand } from './commandDef';

export const runsList = defineCommand({
  name: 'runs.list',
  effect: 'reads',
  title: 'List runs',
  summary:
    "Training runs, newest first, of all or of one dataset, model or experiment, and those that pass a filter: metrics.valAccuracy > 0.98 and params.family = 'mlp'.",
  input: z.strictObject({
    datasetId: id.optional(),
    modelId: id.optional(),
    experimentId: id.optional(),
    filter: z.string().max(maxQueryLength).optional(),
  }),
  output: z.array(run),
  run: ({ storage }, input) => listRuns(storage, input),
});
