import { z } from 'zod';
import { withProgress } from '../stores/jobProgress';
import { defineCommand } from './commandDef';
import { job } from '../outputs/job';

export const jobsList = defineCommand({
  name: 'jobs.list',
  effect: 'reads',
  title: 'List jobs',
  summary: 'Every job, newest first.',
  input: z.strictObject({}),
  output: z.array(job),
  run: async ({ storage }) => (await storage.jobs.list()).map(withProgress),
});
