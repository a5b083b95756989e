import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { job } from '../outputs/job';

export const jobsCancel = defineCommand({
  name: 'jobs.cancel',
  effect: 'writes',
  title: 'Cancel a job',
  summary: 'Stops it; nothing partial is left behind.',
  input: z.strictObject({ id }),
  output: job,
  run: ({ jobs }, input) => jobs.cancel(input.id),
});
