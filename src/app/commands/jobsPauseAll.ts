import { z } from 'zod';
import type { Job } from '#/core/protocol/job';
import { typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const jobsPauseAll = defineCommand({
  name: 'jobs.pauseAll',
  effect: 'writes',
  title: 'Pause all trainings',
  summary: 'Running ones stop at a checkpoint, waiting ones wait on. Answers what is paused.',
  input: z.strictObject({}),
  output: typed<Job[]>('Job[]'),
  run: ({ jobs }) => jobs.pauseAll(),
});
