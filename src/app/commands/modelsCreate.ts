import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { families } from '#/core/families/registry';

export const modelsCreate = defineCommand({
  name: 'models.create',
  effect: 'writes',
  title: 'Create a model',
  summary: 'Registers an empty model for later versions.',
  input: z.strictObject({
    name: z.string().trim().min(1).max(200),
    family: z.string(),
    description: z.string().max(20_000).optional(),
  }),
  output: z.object({ modelId: id }),
  async run({ storage }, { name, family, description }) {
    families.get(family, 'family');
    const model = await storage.models.create({ name, family, description });
    return { modelId: model.id };
  },
});
