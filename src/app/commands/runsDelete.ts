import { z } from 'zod';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';
import { cancelJobsOf } from '../jobs/cancelJobsOf';

export const runsDelete = defineCommand({
  name: 'runs.delete',
  effect: 'writes',
  title: 'Delete a run',
  summary: 'Removes the run and its metrics; a model version it made stays.',
  input: z.strictObject({ id }),
  output: z.object({}),
  async run({ storage, jobs }, input) {
    found(await storage.runs.get(input.id), 'run', input.id);
    await cancelJobsOf(storage, jobs, (job) => job.runId === input.id);
    await storage.runs.delete(input.id);
    return {};
  },
});
