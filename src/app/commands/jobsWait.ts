import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { job } from '../outputs/job';

export const jobsWait = defineCommand({
  name: 'jobs.wait',
  effect: 'reads',
  title: 'Wait for a job',
  summary: 'Resolves when the job completed, failed, was cancelled or cannot go on.',
  input: z.strictObject({ id }),
  output: job,
  run: ({ jobs }, input) => jobs.wait(input.id),
});
