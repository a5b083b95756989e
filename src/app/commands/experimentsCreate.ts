import { z } from 'zod';
import { experiment } from '../outputs/experiment';
import { defineCommand } from './commandDef';

export const experimentName = z.string().trim().min(1).max(200);

export const experimentsCreate = defineCommand({
  name: 'experiments.create',
  effect: 'writes',
  title: 'New experiment',
  summary: 'A named group that runs can be moved into (runs.update) or made in (training.submit).',
  input: z.strictObject({ name: experimentName }),
  output: z.object({ experiment }),
  run: async ({ storage }, { name }) => ({ experiment: await storage.experiments.create(name) }),
});
