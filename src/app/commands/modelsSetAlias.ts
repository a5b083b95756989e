import { z } from 'zod';
import { id } from '../commandSchemas';
import { changedMeanwhile } from '../unlessChanged';
import { defineCommand } from './commandDef';
import { model } from '../outputs/model';

export const modelsSetAlias = defineCommand({
  name: 'models.setAlias',
  effect: 'writes',
  title: 'Move an alias',
  summary:
    'Points an alias at a version (deploy, roll back) or removes it with null. With `was`, only while it points there.',
  input: z.strictObject({
    modelId: id,
    alias: z
      .string()
      .trim()
      .regex(/^[A-Za-z][\w.-]{0,63}$/, 'a letter, then letters, digits, _ . or -'),
    versionId: id.nullable(),
    was: id.nullable().optional(),
  }),
  output: z.object({ model: model }),
  run: async ({ storage }, { modelId, alias, versionId, was }) => ({
    model: await storage.models.setAlias(modelId, alias, versionId, (from) => {
      if (was !== undefined && was !== from) throw changedMeanwhile(`alias ${alias}`, undefined);
    }),
  }),
});
