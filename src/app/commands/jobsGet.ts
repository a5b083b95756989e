import { z } from 'zod';
import type { Job } from '#/core/protocol/job';
import { id, typed } from '../commandSchemas';
import { withProgress } from '../stores/jobProgress';
import { defineCommand } from './commandDef';

export const jobsGet = defineCommand({
  name: 'jobs.get',
  effect: 'reads',
  title: 'Get a job',
  summary: 'Status, progress, message, error and result of one job.',
  input: z.strictObject({ id }),
  output: typed<Job>('Job'),
  run: async ({ jobs }, input) => withProgress(await jobs.get(input.id)),
});
