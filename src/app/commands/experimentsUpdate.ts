import { z } from 'zod';
import { id } from '../commandSchemas';
import { experiment } from '../outputs/experiment';
import { defineCommand } from './commandDef';
import { experimentName } from './experimentsCreate';

export const experimentsUpdate = defineCommand({
  name: 'experiments.update',
  effect: 'writes',
  title: 'Rename an experiment',
  summary: 'Its runs stay in it.',
  input: z.strictObject({ id, name: experimentName }),
  output: z.object({ experiment }),
  run: async ({ storage }, { id, name }) => ({ experiment: await storage.experiments.rename(id, name) }),
});
