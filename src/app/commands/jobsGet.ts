import { z } from 'zod';
import { id } from '../commandSchemas';
import { withProgress } from '../stores/jobProgress';
import { defineCommand } from './commandDef';
import { job } from '../outputs/job';

export const jobsGet = defineCommand({
  name: 'jobs.get',
  effect: 'reads',
  title: 'Get a job',
  summary: 'Status, progress, message, error and result of one job.',
  input: z.strictObject({ id }),
  output: job,
  run: async ({ jobs }, input) => withProgress(await jobs.get(input.id)),
});
