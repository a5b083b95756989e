import { z } from 'zod';
import type { Job } from '#/core/protocol/job';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const jobsCancel = defineCommand({
  name: 'jobs.cancel',
  effect: 'writes',
  title: 'Cancel a job',
  summary: 'Stops it; nothing partial is left behind.',
  input: z.strictObject({ id }),
  output: typed<Job>('Job'),
  run: ({ jobs }, input) => jobs.cancel(input.id),
});
