import { z } from 'zod';
import type { Model } from '#/core/protocol/model';
import { id, tags, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const modelsUpdate = defineCommand({
  name: 'models.update',
  title: 'Edit a model',
  summary: 'Changes name, description, notes or tags.',
  input: z.strictObject({
    id,
    name: z.string().trim().min(1).max(200).optional(),
    description: z.string().max(20_000).optional(),
    notes: z.string().max(20_000).optional(),
    tags: tags.optional(),
  }),
  output: z.object({ model: typed<Model>('Model') }),
  run: async ({ storage }, { id, ...change }) => ({ model: await storage.models.update(id, change) }),
});
