import { z } from 'zod';
import type { Model } from '#/core/protocol/model';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const modelsSetAlias = defineCommand({
  name: 'models.setAlias',
  title: 'Move an alias',
  summary: 'Points an alias at a version (deploy, roll back) or removes it with null.',
  input: z.strictObject({
    modelId: id,
    alias: z
      .string()
      .trim()
      .regex(/^[A-Za-z][\w.-]{0,63}$/, 'a letter, then letters, digits, _ . or -'),
    versionId: id.nullable(),
  }),
  output: z.object({ model: typed<Model>('Model') }),
  run: async ({ storage }, { modelId, alias, versionId }) => ({
    model: await storage.models.setAlias(modelId, alias, versionId),
  }),
});
