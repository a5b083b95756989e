import { z } from 'zod';
import type { Job } from '#/core/protocol/job';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const jobsResume = defineCommand({
  name: 'jobs.resume',
  effect: 'writes',
  title: 'Resume a job',
  summary: 'Continues a paused or interrupted job from its checkpoint.',
  input: z.strictObject({ id }),
  output: typed<Job>('Job'),
  run: ({ jobs }, input) => jobs.resume(input.id),
});
