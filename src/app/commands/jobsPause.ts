import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { job } from '../outputs/job';

export const jobsPause = defineCommand({
  name: 'jobs.pause',
  effect: 'writes',
  title: 'Pause a job',
  summary: 'Stops training at a checkpoint, to be resumed later.',
  input: z.strictObject({ id }),
  output: job,
  run: ({ jobs }, input) => jobs.pause(input.id),
});
