import { z } from 'zod';
import { id, tags } from '../commandSchemas';
import { unlessChanged } from '../unlessChanged';
import { defineCommand } from './commandDef';
import { dataset } from '../outputs/dataset';

const edited = {
  name: z.string().trim().min(1).max(200).optional(),
  description: z.string().max(20_000).optional(),
  tags: tags.optional(),
};

export const datasetsUpdate = defineCommand({
  name: 'datasets.update',
  effect: 'writes',
  title: 'Edit a dataset',
  summary: 'Changes name, description or tags. With `was`, only while these fields still say that.',
  input: z.strictObject({ id, ...edited, was: z.strictObject(edited).optional() }),
  output: z.object({ dataset: dataset }),
  run: async ({ storage }, { id, was, ...change }) => ({
    dataset: await storage.datasets.update(id, unlessChanged(change, was)),
  }),
});
