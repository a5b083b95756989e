import { z } from 'zod';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';
import { cancelJobsOf } from '../jobs/cancelJobsOf';

export const datasetsDelete = defineCommand({
  name: 'datasets.delete',
  effect: 'writes',
  title: 'Delete a dataset',
  summary: 'Removes it and its versions; models and runs keep the copies they need.',
  input: z.strictObject({ id }),
  output: z.object({}),
  async run({ storage, jobs }, input) {
    found(await storage.datasets.get(input.id), 'dataset', input.id);
    await cancelJobsOf(storage, jobs, (job) => job.datasetId === input.id);
    // A cancelled job may have taken it away already.
    if (await storage.datasets.get(input.id)) await storage.datasets.delete(input.id);
    return {};
  },
});
