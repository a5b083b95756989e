import { z } from 'zod';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';
import { cancelJobsOf } from '../jobs/cancelJobsOf';

export const modelsDelete = defineCommand({
  name: 'models.delete',
  effect: 'writes',
  title: 'Delete a model',
  summary: 'Removes the model with all its versions; runs stay.',
  input: z.strictObject({ id }),
  output: z.object({}),
  async run({ storage, jobs }, input) {
    found(await storage.models.get(input.id), 'model', input.id);
    await cancelJobsOf(storage, jobs, (job) => job.modelId === input.id);
    // A cancelled job may have taken it away already.
    if (await storage.models.get(input.id)) await storage.models.delete(input.id);
    await storage.inUse.forget(input.id);
    return {};
  },
});
