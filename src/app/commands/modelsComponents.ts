import { z } from 'zod';
import { id } from '../commandSchemas';
import { shownComponents } from '../outputs/shownComponents';
import { defineCommand } from './commandDef';

export const modelsComponents = defineCommand({
  name: 'models.components',
  effect: 'reads',
  title: 'Look at the components',
  summary:
    'Of principal components: the share of the variance that lies along each, the largest first, and of those that are kept what each prepared column weighs in it (a direction of length 1).',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
  }),
  output: shownComponents,
  unlogged: true,
  async run({ storage, engine }, { modelId, version, alias }) {
    const which = await storage.models.resolve(modelId, { number: version, alias });
    return await engine.lookAtComponents(which.id);
  },
});
