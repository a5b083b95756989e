import { z } from 'zod';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';
import { cancelJobsOf } from '../jobs/cancelJobsOf';

export const runsDelete = defineCommand({
  name: 'runs.delete',
  effect: 'writes',
  title: 'Delete a run',
  summary: 'Removes the run, its parts and their metrics; model versions they made stay.',
  input: z.strictObject({ id }),
  output: z.object({}),
  async run({ storage, jobs }, input) {
    found(await storage.runs.get(input.id), 'run', input.id);
    const ids = [input.id, ...(await storage.runs.list({ parentId: input.id })).map((part) => part.id)];
    await cancelJobsOf(storage, jobs, ({ runId }) => runId !== undefined && ids.includes(runId));
    for (const each of ids.reverse()) await storage.runs.delete(each);
    return {};
  },
});
