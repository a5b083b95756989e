import { z } from 'zod';
import { id, tags } from '../commandSchemas';
import { unlessChanged } from '../unlessChanged';
import { defineCommand } from './commandDef';
import { model } from '../outputs/model';

const edited = {
  name: z.string().trim().min(1).max(200).optional(),
  description: z.string().max(20_000).optional(),
  notes: z.string().max(20_000).optional(),
  tags: tags.optional(),
};

export const modelsUpdate = defineCommand({
  name: 'models.update',
  effect: 'writes',
  title: 'Edit a model',
  summary: 'Changes name, description, notes or tags. With `was`, only while these fields still say that.',
  input: z.strictObject({ id, ...edited, was: z.strictObject(edited).optional() }),
  output: z.object({ model: model }),
  run: async ({ storage }, { id, was, ...change }) => ({
    model: await storage.models.update(id, unlessChanged(change, was)),
  }),
});
