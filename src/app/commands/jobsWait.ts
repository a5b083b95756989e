import { z } from 'zod';
import type { Job } from '#/core/protocol/job';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const jobsWait = defineCommand({
  name: 'jobs.wait',
  effect: 'reads',
  title: 'Wait for a job',
  summary: 'Resolves when the job completed, failed, was cancelled or cannot go on.',
  input: z.strictObject({ id }),
  output: typed<Job>('Job'),
  run: ({ jobs }, input) => jobs.wait(input.id),
});
