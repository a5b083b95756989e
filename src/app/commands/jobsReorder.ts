import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { job } from '../outputs/job';

export const jobsReorder = defineCommand({
  name: 'jobs.reorder',
  effect: 'writes',
  title: 'Move a job in the queue',
  summary: 'Puts a waiting training at a position, 0 being the next to run. Answers the queue.',
  input: z.strictObject({ id, position: z.int().min(0) }),
  output: z.array(job),
  run: ({ jobs }, input) => jobs.reorder(input.id, input.position),
});
