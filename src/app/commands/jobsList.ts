import { z } from 'zod';
import type { Job } from '#/core/protocol/job';
import { typed } from '../commandSchemas';
import { withProgress } from '../stores/jobProgress';
import { defineCommand } from './commandDef';

export const jobsList = defineCommand({
  name: 'jobs.list',
  effect: 'reads',
  title: 'List jobs',
  summary: 'Every job, newest first.',
  input: z.strictObject({}),
  output: z.array(typed<Job>('Job')),
  run: async ({ storage }) => (await storage.jobs.list()).map(withProgress),
});
