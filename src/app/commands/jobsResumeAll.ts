import { z } from 'zod';
import type { Job } from '#/core/protocol/job';
import { typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const jobsResumeAll = defineCommand({
  name: 'jobs.resumeAll',
  effect: 'writes',
  title: 'Resume all trainings',
  summary: 'Every paused training goes back into the queue. Answers them.',
  input: z.strictObject({}),
  output: typed<Job[]>('Job[]'),
  run: ({ jobs }) => jobs.resumeAll(),
});
