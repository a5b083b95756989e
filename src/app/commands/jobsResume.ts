import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { job } from '../outputs/job';

export const jobsResume = defineCommand({
  name: 'jobs.resume',
  effect: 'writes',
  title: 'Resume a job',
  summary: 'Continues a paused or interrupted job from its checkpoint.',
  input: z.strictObject({ id }),
  output: job,
  run: ({ jobs }, input) => jobs.resume(input.id),
});
