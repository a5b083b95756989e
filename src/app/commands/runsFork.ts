import { z } from 'zod';
import { id, partialTrainConfig } from '../commandSchemas';
import { forkRun } from '../training/forkRun';
import { defineCommand } from './commandDef';

export const runsFork = defineCommand({
  name: 'runs.fork',
  effect: 'writes',
  title: 'Fork a run',
  summary:
    'A new run continues from the checkpoint of this one with other settings; this one goes on as it was.',
  input: z.strictObject({
    runId: id,
    training: partialTrainConfig,
    name: z.string().trim().min(1).max(200).optional(),
  }),
  output: z.object({ jobId: id, runId: id, modelId: id, step: z.int() }),
  run: (services, input) => forkRun(services, input),
});
