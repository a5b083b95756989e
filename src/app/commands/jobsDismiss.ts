import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const jobsDismiss = defineCommand({
  name: 'jobs.dismiss',
  effect: 'writes',
  title: 'Dismiss a job',
  summary: 'Takes a finished job off the list.',
  input: z.strictObject({ id }),
  output: z.object({}),
  async run({ jobs }, input) {
    await jobs.dismiss(input.id);
    return {};
  },
});
