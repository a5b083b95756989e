import { z } from 'zod';
import { defineCommand } from './commandDef';
import { job } from '../outputs/job';

export const jobsResumeAll = defineCommand({
  name: 'jobs.resumeAll',
  effect: 'writes',
  title: 'Resume all trainings',
  summary: 'Every paused training goes back into the queue. Answers them.',
  input: z.strictObject({}),
  output: z.array(job),
  run: ({ jobs }) => jobs.resumeAll(),
});
