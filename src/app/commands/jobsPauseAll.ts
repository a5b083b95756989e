import { z } from 'zod';
import { defineCommand } from './commandDef';
import { job } from '../outputs/job';

export const jobsPauseAll = defineCommand({
  name: 'jobs.pauseAll',
  effect: 'writes',
  title: 'Pause all trainings',
  summary: 'Running ones stop at a checkpoint, waiting ones wait on. Answers what is paused.',
  input: z.strictObject({}),
  output: z.array(job),
  run: ({ jobs }) => jobs.pauseAll(),
});
