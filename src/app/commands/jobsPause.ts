import { z } from 'zod';
import type { Job } from '#/core/protocol/job';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const jobsPause = defineCommand({
  name: 'jobs.pause',
  effect: 'writes',
  title: 'Pause a job',
  summary: 'Stops training at a checkpoint, to be resumed later.',
  input: z.strictObject({ id }),
  output: typed<Job>('Job'),
  run: ({ jobs }, input) => jobs.pause(input.id),
});
