import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { run } from '../outputs/run';

export const runsList = defineCommand({
  name: 'runs.list',
  effect: 'reads',
  title: 'List runs',
  summary: 'Training runs, newest first, of all or of one dataset or model.',
  input: z.strictObject({ datasetId: id.optional(), modelId: id.optional() }),
  output: z.array(run),
  run: ({ storage }, filter) => storage.runs.list(filter),
});
