import { z } from 'zod';
import type { Run } from '#/core/protocol/model';
import { id, tagMap, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const runsUpdate = defineCommand({
  name: 'runs.update',
  title: 'Edit a run',
  summary: 'Changes name, notes or tags.',
  input: z.strictObject({
    id,
    name: z.string().trim().min(1).max(200).optional(),
    notes: z.string().max(20_000).optional(),
    tags: tagMap.optional(),
  }),
  output: typed<Run>('Run'),
  run: ({ storage }, { id, ...change }) => storage.runs.update(id, change),
});
