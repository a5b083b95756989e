import { z } from 'zod';
import type { Run } from '#/core/protocol/model';
import { id, tagMap, typed } from '../commandSchemas';
import { unlessChanged } from '../unlessChanged';
import { defineCommand } from './commandDef';

const edited = {
  name: z.string().trim().min(1).max(200).optional(),
  notes: z.string().max(20_000).optional(),
  tags: tagMap.optional(),
};

export const runsUpdate = defineCommand({
  name: 'runs.update',
  title: 'Edit a run',
  summary: 'Changes name, notes or tags. With `was`, only while these fields still say that.',
  input: z.strictObject({ id, ...edited, was: z.strictObject(edited).optional() }),
  output: typed<Run>('Run'),
  run: ({ storage }, { id, was, ...change }) => storage.runs.update(id, unlessChanged(change, was)),
});
