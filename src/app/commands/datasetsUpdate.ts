import { z } from 'zod';
import type { Dataset } from '#/core/protocol/dataset';
import { id, tags, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const datasetsUpdate = defineCommand({
  name: 'datasets.update',
  title: 'Edit a dataset',
  summary: 'Changes name, description or tags.',
  input: z.strictObject({
    id,
    name: z.string().trim().min(1).max(200).optional(),
    description: z.string().max(20_000).optional(),
    tags: tags.optional(),
  }),
  output: z.object({ dataset: typed<Dataset>('Dataset') }),
  run: async ({ storage }, { id, ...change }) => ({ dataset: await storage.datasets.update(id, change) }),
});
