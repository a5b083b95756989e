import { z } from 'zod';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const experimentsDelete = defineCommand({
  name: 'experiments.delete',
  effect: 'writes',
  title: 'Delete an experiment',
  summary: 'Its runs stay, and go to the first experiment.',
  input: z.strictObject({ id }),
  output: z.object({}),
  async run({ storage }, { id }) {
    found(await storage.experiments.get(id), 'experiment', id);
    await storage.experiments.delete(id);
    return {};
  },
});
