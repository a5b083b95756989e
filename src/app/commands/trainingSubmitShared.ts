import { z } from 'zod';
import { id } from '../commandSchemas';
import { trainShared } from '../training/shareRun';
import { defineCommand } from './commandDef';
import { shareText } from './runsShared';

export const trainingSubmitShared = defineCommand({
  name: 'training.submitShared',
  effect: 'writes',
  title: 'Train what was shared',
  summary: 'The training of a link, on the same data, with the same settings and seed.',
  input: z.strictObject({ text: shareText }),
  output: z.object({ jobId: id, runId: id, modelId: id }),
  run: (services, { text }) => trainShared(services, text),
});
