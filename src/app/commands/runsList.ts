import { z } from 'zod';
import type { Run } from '#/core/protocol/model';
import { id, typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const runsList = defineCommand({
  name: 'runs.list',
  effect: 'reads',
  title: 'List runs',
  summary: 'Training runs, newest first, of all or of one dataset or model.',
  input: z.strictObject({ datasetId: id.optional(), modelId: id.optional() }),
  output: z.array(typed<Run>('Run')),
  run: ({ storage }, filter) => storage.runs.list(filter),
});
